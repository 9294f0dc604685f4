import type { Draft, Upload } from './drafts';

const PLACE = 'deskbell-drafts';

type Kept = { owner: number; drafts: [string, Draft][] };
type KeptUpload = Omit<Upload, 'stop'>;

/** A draft without what only this page has: uploads on their way, and the pictures of those in the text. */
function lasting({ html, uploads, ...rest }: Draft): Draft {
  const arrived = uploads.filter(({ file }) => file !== null);
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const picture of body.querySelectorAll('img[src^="blob:"]')) picture.remove();
  return { ...rest, html: body.innerHTML, uploads: arrived.map((each) => ({ ...each, local: null })) };
}

/** Keeps what is being written for the next page of this tab: it is read there once, by the same person. */
export function keep(owner: number, drafts: Map<string, Draft>): void {
  const begun = [...drafts].filter(([, { html, uploads }]) => html !== '' || uploads.length > 0);
  try {
    if (begun.length === 0) sessionStorage.removeItem(PLACE);
    else {
      const kept: Kept = { owner, drafts: begun.map(([name, draft]) => [name, lasting(draft)]) };
      sessionStorage.setItem(PLACE, JSON.stringify(kept));
    }
  } catch {
    // No room for it.
  }
}

/** What this person had begun on the page before. */
export function takeKept(owner: number): [string, Draft][] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as Kept | null;
    sessionStorage.removeItem(PLACE);
    if (kept?.owner !== owner) return [];
    return kept.drafts.map(([name, draft]) => [name, { ...draft, uploads: draft.uploads.map(stopped) }]);
  } catch {
    return [];
  }
}

const stopped = (upload: KeptUpload): Upload => ({ ...upload, stop: () => {} });
