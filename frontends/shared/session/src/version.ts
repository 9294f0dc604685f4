import { lostStore } from '@deskbell/api';
import { useSyncExternalStore } from 'react';

const REST = 60_000;
const LONGEST = 15 * 60_000;
const ENTRY = /<script[^>]*\stype="module"[^>]*\ssrc="([^"]+)"/;

/** The program that this page runs: its name holds a digest of all of it. */
const running = ENTRY.exec(document.head.innerHTML + document.body.innerHTML)?.[1];
let outdated = false;
let looked = Date.now();
const listeners = new Set<() => void>();

function find(): void {
  outdated = true;
  for (const listener of listeners) listener();
}

/** Asks for this home's page again: another program in it means that there is a newer build. */
async function look(): Promise<void> {
  if (outdated) return;
  looked = Date.now();
  try {
    const answer = await fetch(document.baseURI, { cache: 'no-cache' });
    const served = answer.ok ? ENTRY.exec(await answer.text())?.[1] : undefined;
    if (served && running && served !== running) find();
  } catch {
    // Not reached: another time.
  }
}

let watching = false;

function lookAgain(): void {
  if (!document.hidden && Date.now() - looked > REST) void look();
}

/** Looks when somebody comes back to the tab, when the server is there again, and now and then. */
function watch(): void {
  if (watching) return;
  watching = true;
  document.addEventListener('visibilitychange', lookAgain);
  window.addEventListener('online', () => void look());
  // A part of the program is gone from the server.
  window.addEventListener('vite:preloadError', find);
  let away = false;
  lostStore.subscribe(() => {
    if (away && !lostStore.read()) void look();
    away = lostStore.read();
  });
  setInterval(lookAgain, LONGEST);
}

function subscribe(listener: () => void): () => void {
  watch();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the server has a newer build of this home than the one that runs here. */
export function useOutdated(): boolean {
  return useSyncExternalStore(subscribe, () => outdated);
}
