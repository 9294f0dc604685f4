import { isFailure } from '@deskbell/api';
import { useMemo, useSyncExternalStore } from 'react';
import type { Draft, Mode } from './drafts';

/** Something that was sent by its writer, and that the server has not answered yet. */
export interface Leaving {
  key: string;
  ticketId: number;
  mode: Mode;
  draft: Draft;
  at: string;
  /** The server can't be reached: it leaves by itself when it can, unless its writer takes it back. */
  waits: boolean;
}

const RETRY_MS = 5000;

let leaving: Leaving[] = [];
const listeners = new Set<() => void>();

function become(next: Leaving[]): void {
  leaving = next;
  for (const listener of listeners) listener();
}

/** A page that closes would lose what waits. */
const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** Takes a draft off the screen: it has left, or its writer has it back. */
export function takeOff(key: string): void {
  become(leaving.filter((each) => each.key !== key));
}

/** When the browser has a connection again, or it is time to try. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, RETRY_MS);
    window.addEventListener('online', end);
  });
}

/** Until those that left earlier for the same ticket are gone; false when it was taken back meanwhile. */
function turn(key: string, ticketId: number): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      const still = leaving.some((each) => each.key === key);
      if (still && leaving.find((each) => each.ticketId === ticketId)?.key !== key) return;
      stop();
      resolve(still);
    };
    const stop = subscribe(look);
    look();
  });
}

/**
 * Shows a draft as leaving, and sends it: in the order in which it was written, again and again while no server
 * answers. `post` is named, so that a repetition counts once. Nothing when it was taken back.
 */
export async function leave<T>(
  ticketId: number,
  mode: Mode,
  draft: Draft,
  post: () => Promise<T>,
): Promise<T | undefined> {
  const key = crypto.randomUUID();
  become([...leaving, { key, ticketId, mode, draft, at: new Date().toISOString(), waits: false }]);
  try {
    while (await turn(key, ticketId)) {
      try {
        return await post();
      } catch (error) {
        if (!isFailure(error) || error.status !== 0) throw error;
        become(leaving.map((each) => (each.key === key ? { ...each, waits: true } : each)));
        window.addEventListener('beforeunload', warn);
        await pause();
      }
    }
    return undefined;
  } finally {
    takeOff(key);
    if (!leaving.some(({ waits }) => waits)) window.removeEventListener('beforeunload', warn);
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is leaving for this ticket. */
export function useLeaving(ticketId: number): Leaving[] {
  const all = useSyncExternalStore(subscribe, () => leaving);
  return useMemo(() => all.filter((each) => each.ticketId === ticketId), [all, ticketId]);
}
