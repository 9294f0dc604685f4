import { fileSize } from '@deskbell/i18n';
import { explain } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconPaperclip } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, type ReactNode, useState } from 'react';
import classes from './FileDrop.module.css';
import type { Upload, Uploads } from './uploads';

function Item({ upload, onRemove }: { upload: Upload; onRemove: () => void }) {
  const { t } = useLingui();
  const Icon = upload.failed ? IconAlertTriangle : IconPaperclip;
  return (
    <li className={classes.item} data-failed={upload.failed ? true : undefined}>
      <Icon size={16} stroke={1.8} aria-hidden="true" />
      <span className={classes.name}>{upload.name}</span>
      <span className={classes.state}>
        {upload.failed
          ? explain(upload.failed)
          : upload.file
            ? fileSize(upload.size)
            : `${Math.round(upload.progress * 100)} %`}
      </span>
      <CloseButton size="sm" aria-label={t`Remove ${upload.name}`} onClick={onRemove} />
      {!upload.file && !upload.failed && (
        <progress
          className={classes.progress}
          value={upload.progress}
          aria-label={t`Uploading ${upload.name}`}
        />
      )}
    </li>
  );
}

/** Around what is written: files that are dropped or pasted here are attached, and listed below it. */
export function FileDrop({ uploads, children }: { uploads: Uploads; children: ReactNode }) {
  const { t } = useLingui();
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(event.type === 'dragover');
    if (event.type === 'drop') uploads.add(event.dataTransfer.files);
  };
  const paste = (event: ClipboardEvent) => {
    const { files } = event.clipboardData;
    if (files.length === 0) return;
    event.preventDefault();
    uploads.add(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping and pasting are extras to the button below
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drag}
      onPaste={paste}
    >
      {children}
      {uploads.uploads.length > 0 && (
        <ul className={classes.list} aria-label={t`Attached files`}>
          {uploads.uploads.map((upload) => (
            <Item key={upload.key} upload={upload} onRemove={() => uploads.remove(upload.key)} />
          ))}
        </ul>
      )}
      <label className={classes.choose}>
        <IconPaperclip size={16} stroke={1.8} aria-hidden="true" />
        <span>
          <Trans>Attach files, or drop them here</Trans>
        </span>
        <input
          type="file"
          multiple
          className={classes.input}
          aria-label={t`Files to attach`}
          onChange={(event) => {
            uploads.add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </label>
    </div>
  );
}
