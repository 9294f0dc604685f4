import { type AttachmentRead, apiUrl } from '@deskbell/api';
import { fileSize } from '@deskbell/i18n';
import { useLingui } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import { IconFile, IconFileTypePdf, IconFileZip } from '@tabler/icons-react';
import classes from './Attachments.module.css';
import { isPicture } from './pictures';

function FileIcon({ type }: { type: string }) {
  if (type === 'application/pdf') return <IconFileTypePdf size={18} stroke={1.6} aria-hidden="true" />;
  if (/zip|compressed|tar/.test(type)) return <IconFileZip size={18} stroke={1.6} aria-hidden="true" />;
  return <IconFile size={18} stroke={1.6} aria-hidden="true" />;
}

function Name({ file }: { file: AttachmentRead }) {
  return (
    <>
      <span className={classes.name}>{file.name}</span>
      <span className={classes.size}>{fileSize(file.size)}</span>
    </>
  );
}

type Props = { attachments: AttachmentRead[]; onView: (picture: AttachmentRead) => void };

/** The files of a message that do not already stand in its text. */
export function Attachments({ attachments, onView }: Props) {
  const { t } = useLingui();
  const shown = attachments.filter((file) => !file.inline);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t`Attachments`}>
      {shown.map((file) => (
        <li key={file.id}>
          {isPicture(file) ? (
            <UnstyledButton className={classes.file} onClick={() => onView(file)}>
              <img className={classes.thumb} src={apiUrl(file.url)} alt="" loading="lazy" />
              <Name file={file} />
            </UnstyledButton>
          ) : (
            <a className={classes.file} href={apiUrl(file.url)} target="_blank" rel="noopener noreferrer">
              <FileIcon type={file.content_type} />
              <Name file={file} />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
