import type { Draft } from './drafts';

/** A draft as the API takes it: pictures by the addresses it gave out, and the ids of all files that are meant. */
export function outgoing(draft: Draft): { html: string; file_ids: string[] } {
  const { body } = new DOMParser().parseFromString(draft.html, 'text/html');
  const ids = new Set<string>();
  for (const { file, shown } of draft.uploads) {
    if (!file) continue;
    if (shown === null) {
      ids.add(file.id);
      continue;
    }
    // A picture that was deleted from the text again is not sent.
    for (const picture of body.querySelectorAll('img')) {
      if (picture.getAttribute('src') !== shown) continue;
      picture.setAttribute('src', file.url);
      ids.add(file.id);
    }
  }
  return { html: body.innerHTML, file_ids: [...ids] };
}

/** True when there is nothing to send: no word, no picture, no file. */
export function isEmptyDraft(draft: Draft): boolean {
  const { body } = new DOMParser().parseFromString(draft.html, 'text/html');
  const attached = draft.uploads.some((upload) => upload.shown === null && !upload.failed);
  return !attached && !body.textContent?.trim() && !body.querySelector('img');
}
