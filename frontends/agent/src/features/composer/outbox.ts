import { useMemo, useSyncExternalStore } from 'react';
import type { Draft, Mode } from './drafts';

/** Something that was sent by its writer, and that the server has not answered yet. */
export interface Leaving {
  key: string;
  ticketId: number;
  mode: Mode;
  draft: Draft;
  at: string;
}

let leaving: Leaving[] = [];
const listeners = new Set<() => void>();

function become(next: Leaving[]): void {
  leaving = next;
  for (const listener of listeners) listener();
}

/** Shows a draft as leaving. Returns what takes it off the screen. */
export function leave(ticketId: number, mode: Mode, draft: Draft): () => void {
  const key = crypto.randomUUID();
  become([...leaving, { key, ticketId, mode, draft, at: new Date().toISOString() }]);
  return () => become(leaving.filter((each) => each.key !== key));
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
