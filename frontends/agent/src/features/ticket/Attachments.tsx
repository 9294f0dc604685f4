import { type AttachmentRead, apiUrl } from '@deskbell/api';
import { fileSize } from '@deskbell/i18n';
import { useLingui } from '@lingui/react/macro';
import { IconFile, IconFileTypePdf, IconFileZip } from '@tabler/icons-react';
import classes from './Attachments.module.css';

function FileIcon({ type }: { type: string }) {
  if (type === 'application/pdf') return <IconFileTypePdf size={18} stroke={1.6} aria-hidden="true" />;
  if (/zip|compressed|tar/.test(type)) return <IconFileZip size={18} stroke={1.6} aria-hidden="true" />;
  return <IconFile size={18} stroke={1.6} aria-hidden="true" />;
}

/** Kinds of pictures that every browser shows; anything else is a file to download. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** The files of a message that do not already stand in its text. */
export function Attachments({ attachments }: { attachments: AttachmentRead[] }) {
  const { t } = useLingui();
  const shown = attachments.filter((file) => !file.inline);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t`Attachments`}>
      {shown.map((file) => (
        <li key={file.id}>
          <a className={classes.file} href={apiUrl(file.url)} target="_blank" rel="noopener noreferrer">
            {SHOWN.has(file.content_type) ? (
              <img className={classes.thumb} src={apiUrl(file.url)} alt="" loading="lazy" />
            ) : (
              <FileIcon type={file.content_type} />
            )}
            <span className={classes.name}>{file.name}</span>
            <span className={classes.size}>{fileSize(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
