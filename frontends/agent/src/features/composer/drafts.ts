import { apiUrl, type FileRead, sendFile, sessionStore } from '@deskbell/api';
import { useSyncExternalStore } from 'react';
import { keep, takeKept } from './keeping';

export type Mode = 'reply' | 'note';

/** A file on its way to the server, or there. `shown` is the address under which the text shows a picture. */
export interface Upload {
  key: string;
  name: string;
  size: number;
  shown: string | null;
  /** The picture in this browser's memory, until it is sent. */
  local: string | null;
  progress: number;
  file: FileRead | null;
  failed: unknown;
  stop: () => void;
}

/** What is being written: one per ticket and mode, so that nothing of a note ever leaves with a reply. */
export interface Draft {
  html: string;
  uploads: Upload[];
  /** Names the next sending, so that a repeated one counts once; another content gets another key. */
  sendKey: string;
  /** How often something came back into it that had left: an editor has to take it up anew. */
  returns: number;
}

const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();
const EMPTY: Draft = { html: '', uploads: [], sendKey: '', returns: 0 };

const name = (ticketId: number, mode: Mode) => `${ticketId}:${mode}`;

export function readDraft(ticketId: number, mode: Mode): Draft {
  return drafts.get(name(ticketId, mode)) ?? EMPTY;
}

/** Changes a draft, whether it is on the screen or not. */
export function changeDraft(ticketId: number, mode: Mode, change: (draft: Draft) => Partial<Draft>): void {
  const before = readDraft(ticketId, mode);
  put(ticketId, mode, { ...before, ...change(before), sendKey: crypto.randomUUID() });
}

function put(ticketId: number, mode: Mode, draft: Draft): void {
  drafts.set(name(ticketId, mode), draft);
  for (const listener of listeners) listener();
}

/** Takes a draft out to be sent, and leaves an empty one. */
export function takeDraft(ticketId: number, mode: Mode): Draft {
  const draft = readDraft(ticketId, mode);
  put(ticketId, mode, { ...EMPTY, returns: draft.returns });
  return draft;
}

/** Puts back what was not sent after all, before whatever was begun since. */
export function returnDraft(ticketId: number, mode: Mode, draft: Draft): void {
  const since = readDraft(ticketId, mode);
  const returns = since.returns + 1;
  const begun = since.html !== '' || since.uploads.length > 0;
  put(ticketId, mode, {
    html: draft.html + since.html,
    uploads: [...draft.uploads, ...since.uploads],
    sendKey: begun ? crypto.randomUUID() : draft.sendKey,
    returns,
  });
}

/** Lets go of the pictures of a draft that was sent. */
export function forgetDraft(draft: Draft): void {
  for (const { local } of draft.uploads) if (local) URL.revokeObjectURL(local);
}

let owner: number | undefined;

/** What one person began must not be there for the next one at this browser; over a reload it is kept. */
export function claimDrafts(userId: number): void {
  if (owner !== undefined && owner !== userId) drafts.clear();
  if (owner === undefined) {
    for (const [place, draft] of takeKept(userId)) drafts.set(place, draft);
    window.addEventListener('pagehide', () => {
      if (owner !== undefined && sessionStore.read().status === 'in') keep(owner, drafts);
    });
  }
  owner = userId;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDraft(ticketId: number, mode: Mode): Draft {
  return useSyncExternalStore(subscribe, () => readDraft(ticketId, mode));
}

/** Escapes an address as it stands in serialized HTML. */
const inHtml = (address: string) => address.replaceAll('&', '&amp;');

/**
 * Starts an upload into this draft. A picture gets an address at once, to be shown in the text; when it has
 * arrived, the server's address takes its place and `arrived` is told, for an editor that shows the old one.
 */
export function startUpload(
  ticketId: number,
  mode: Mode,
  file: File,
  picture: boolean,
  arrived: (from: string, to: string) => void,
): string | null {
  const key = crypto.randomUUID();
  const shown = picture ? URL.createObjectURL(file) : null;
  const stopper = new AbortController();
  const patch = (part: Partial<Upload>) =>
    changeDraft(ticketId, mode, ({ uploads }) => ({
      uploads: uploads.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)),
    }));
  changeDraft(ticketId, mode, ({ uploads }) => ({
    uploads: [
      ...uploads,
      {
        key,
        name: file.name,
        size: file.size,
        shown,
        local: shown,
        progress: 0,
        file: null,
        failed: null,
        stop: () => stopper.abort(),
      },
    ],
  }));
  sendFile(file, (progress) => patch({ progress }), stopper.signal).then(
    (done) => {
      const address = apiUrl(done.url);
      // In one step: whoever waits for the file must find the text with its address.
      changeDraft(ticketId, mode, ({ html, uploads }) => ({
        html: shown ? html.replaceAll(shown, inHtml(address)) : html,
        uploads: uploads.map((upload) =>
          upload.key === key ? { ...upload, file: done, progress: 1, shown: shown && address } : upload,
        ),
      }));
      if (shown) arrived(shown, address);
    },
    (failed: unknown) => patch({ failed }),
  );
  return shown;
}

export function removeUpload(ticketId: number, mode: Mode, key: string): void {
  readDraft(ticketId, mode)
    .uploads.find((upload) => upload.key === key)
    ?.stop();
  changeDraft(ticketId, mode, ({ uploads }) => ({ uploads: uploads.filter((upload) => upload.key !== key) }));
}

/** Waits until nothing of the draft is on its way any more. */
export function whenUploaded(ticketId: number, mode: Mode): Promise<Draft> {
  return new Promise((resolve) => {
    const look = () => {
      const draft = readDraft(ticketId, mode);
      if (draft.uploads.some((upload) => !upload.file && !upload.failed)) return;
      stop();
      resolve(draft);
    };
    const stop = subscribe(look);
    look();
  });
}
