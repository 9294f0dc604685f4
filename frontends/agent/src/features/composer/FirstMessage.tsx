import { useLingui } from '@lingui/react/macro';
import { ActionIcon, FileButton, Skeleton, Tooltip } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useCallback, useRef } from 'react';
import classes from './Composer.module.css';
import { type Draft, forgetDraft, readDraft, takeDraft, useDraft, whenUploaded } from './drafts';
import { isEmptyDraft, outgoing } from './outgoing';
import { UploadTray } from './UploadTray';

const Editor = lazy(() => import('./Editor').then((module) => ({ default: module.Editor })));

/** No ticket has this number: the draft of the one that is not made yet. */
const NEW = 0;

/** What is being written as a new ticket's first message. */
export function useFirstMessage() {
  const draft = useDraft(NEW, 'reply');
  return {
    empty: isEmptyDraft(draft),
    /** As the API takes it, once its files have arrived. */
    ready: async () => {
      await whenUploaded(NEW, 'reply');
      return outgoing(readDraft(NEW, 'reply'));
    },
    /** It has become a message. */
    clear: () => forgetDraft(takeDraft(NEW, 'reply')),
    failed: draft.uploads.some(({ failed }: Draft['uploads'][number]) => failed),
  };
}

type Props = {
  label: string;
  placeholder: string;
  onSend: () => void;
  onLeave: () => void;
  children: ReactNode;
};

/** Where a new ticket's first message is written: text, pictures and files, as in any other. */
export function FirstMessage({ label, placeholder, onSend, onLeave, children }: Props) {
  const { t } = useLingui();
  const draft = useDraft(NEW, 'reply');
  const addFiles = useRef<(files: File[]) => void>(() => {});
  const reset = useRef<() => void>(null);
  const takeAdder = useCallback((add: (files: File[]) => void) => {
    addFiles.current = add;
  }, []);
  return (
    <section
      className={classes.frame}
      data-first
      aria-label={t`Write`}
      onDrop={(event) => {
        if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        addFiles.current([...event.dataTransfer.files]);
      }}
      onDragOver={(event) => event.preventDefault()}
    >
      <Suspense fallback={<Skeleton height={180} radius="md" />}>
        <Editor
          key={draft.returns}
          ticketId={NEW}
          mode="reply"
          label={label}
          placeholder={placeholder}
          focusRequest={0}
          onSend={onSend}
          onLeave={onLeave}
          onReady={takeAdder}
        >
          <div className={classes.actions}>
            <FileButton
              multiple
              resetRef={reset}
              inputProps={{ 'aria-label': t`Files to attach` }}
              onChange={(files) => {
                addFiles.current(files);
                reset.current?.();
              }}
            >
              {(props) => (
                <Tooltip label={t`Attach files`}>
                  <ActionIcon {...props} variant="subtle" color="gray" size="lg" aria-label={t`Attach files`}>
                    <IconPaperclip size={17} stroke={1.8} />
                  </ActionIcon>
                </Tooltip>
              )}
            </FileButton>
            {children}
          </div>
        </Editor>
      </Suspense>
      <UploadTray ticketId={NEW} mode="reply" />
    </section>
  );
}
