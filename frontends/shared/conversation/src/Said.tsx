import type { AttachmentRead, MessageRead } from '@deskbell/api';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Attachments } from './Attachments';
import { isPicture, pictureAt } from './pictures';

const PictureViewer = lazy(() =>
  import('./PictureViewer').then((module) => ({ default: module.PictureViewer })),
);

type Props = {
  message: MessageRead;
  /** The words themselves; told where a picture in them is to be shown. */
  body: (onPicture: (address: string) => void) => ReactNode;
};

/** What a message says: its words, its files, and its pictures as large as the window allows. */
export function Said({ message, body }: Props) {
  const [viewed, setViewed] = useState<AttachmentRead | null>(null);
  const pictures = message.attachments.filter(isPicture);
  return (
    <>
      {body((address) => setViewed(pictureAt(pictures, address) ?? null))}
      <Attachments attachments={message.attachments} onView={setViewed} />
      {viewed && (
        <Suspense>
          <PictureViewer
            pictures={pictures}
            shown={viewed}
            onShow={setViewed}
            onClose={() => setViewed(null)}
          />
        </Suspense>
      )}
    </>
  );
}
