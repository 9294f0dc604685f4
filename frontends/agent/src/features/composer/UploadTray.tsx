import { fileSize } from '@deskbell/i18n';
import { explain } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { CloseButton, Progress } from '@mantine/core';
import { IconAlertTriangle, IconPaperclip, IconPhoto } from '@tabler/icons-react';
import classes from './Composer.module.css';
import { type Mode, removeUpload, type Upload, useDraft } from './drafts';

function Item({ upload, onRemove }: { upload: Upload; onRemove: () => void }) {
  const { t } = useLingui();
  const Icon = upload.failed ? IconAlertTriangle : upload.shown ? IconPhoto : IconPaperclip;
  return (
    <li className={classes.upload} data-failed={upload.failed ? true : undefined}>
      <Icon size={15} stroke={1.8} aria-hidden="true" />
      <span className={classes.uploadName}>{upload.name}</span>
      <span className={classes.uploadState}>
        {upload.failed
          ? explain(upload.failed)
          : upload.file
            ? fileSize(upload.size)
            : `${Math.round(upload.progress * 100)} %`}
      </span>
      <CloseButton size="xs" aria-label={t`Remove ${upload.name}`} onClick={onRemove} />
      {!upload.file && !upload.failed && (
        <Progress
          className={classes.progress}
          size={3}
          value={Math.max(upload.progress * 100, 4)}
          aria-label={t`Uploading ${upload.name}`}
        />
      )}
    </li>
  );
}

/** The files of this draft: attached ones, and pictures still on their way. */
export function UploadTray({ ticketId, mode }: { ticketId: number; mode: Mode }) {
  const { t } = useLingui();
  const { uploads } = useDraft(ticketId, mode);
  const visible = uploads.filter((upload) => upload.shown === null || !upload.file);
  if (visible.length === 0) return null;
  return (
    <ul className={classes.tray} aria-label={t`Attached files`}>
      {visible.map((upload) => (
        <Item key={upload.key} upload={upload} onRemove={() => removeUpload(ticketId, mode, upload.key)} />
      ))}
    </ul>
  );
}
