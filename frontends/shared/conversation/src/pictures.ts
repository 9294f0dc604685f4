import type { AttachmentRead } from '@deskbell/api';

const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Whether it is a picture that every browser shows; anything else is a file to download. */
export function isPicture(file: AttachmentRead): boolean {
  return SHOWN.has(file.content_type);
}

/** The attached picture that stands under this address in the text. */
export function pictureAt(pictures: AttachmentRead[], address: string): AttachmentRead | undefined {
  const { pathname } = new URL(address, location.origin);
  return pictures.find(({ id }) => pathname.endsWith(`/${id}`));
}
