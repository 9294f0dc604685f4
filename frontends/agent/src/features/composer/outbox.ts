import { useMemo, useSyncExternalStore } from 'react';
import type { Draft, Mode } from './drafts';

/** How long a reply can be called back. A note reaches no customer: it leaves at once. */
const UNDO_MS = 5000;
/** A page that closes may send this much (bytes) behind itself; what is larger does not wait. */
const LARGEST_PARTING = 40_000;

/** Something that was sent by its writer, and that the server does not have yet. */
export interface Leaving {
  key: string;
  ticketId: number;
  mode: Mode;
  draft: Draft;
  at: string;
  /** While it can be called back. */
  undo: (() => void) | null;
  go: () => void;
}

let leaving: Leaving[] = [];
const listeners = new Set<() => void>();

function become(next: Leaving[]): void {
  leaving = next;
  for (const listener of listeners) listener();
}

/** Lets everything leave that still waits, because the page goes or its session ends; resolves when it has. */
export function sendWaiting(): Promise<void> {
  for (const each of leaving) each.go();
  return new Promise((resolve) => {
    const look = () => {
      if (leaving.length > 0) return;
      stop();
      resolve();
    };
    const stop = subscribe(look);
    look();
  });
}
addEventListener('pagehide', () => void sendWaiting());

/** Shows a draft as leaving. `released` tells whether it is to be sent; `done` takes it off the screen. */
export function leave(ticketId: number, mode: Mode, draft: Draft) {
  const key = crypto.randomUUID();
  const waits = mode === 'reply' && new Blob([draft.html]).size < LARGEST_PARTING;
  const done = () => become(leaving.filter((each) => each.key !== key));
  const released = new Promise<boolean>((resolve) => {
    const go = () => {
      clearTimeout(timer);
      become(leaving.map((each) => (each.key === key ? { ...each, undo: null } : each)));
      resolve(true);
    };
    const undo = () => {
      clearTimeout(timer);
      done();
      resolve(false);
    };
    const at = new Date().toISOString();
    become([...leaving, { key, ticketId, mode, draft, at, undo: waits ? undo : null, go }]);
    const timer = setTimeout(go, waits ? UNDO_MS : 0);
  });
  return { released, done, undo: leaving.find((each) => each.key === key)?.undo ?? null };
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
