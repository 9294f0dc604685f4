import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, FileButton, Tooltip } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef } from 'react';
import classes from './Composer.module.css';
import type { Mode } from './drafts';

type Props = {
  mode: Mode;
  solvable: boolean;
  disabled: boolean;
  sending: boolean;
  onFiles: (files: File[]) => void;
  onSend: (solve: boolean) => void;
};

/** Attach, send, send and solve. */
export function SendButtons({ mode, solvable, disabled, sending, onFiles, onSend }: Props) {
  const { t } = useLingui();
  const reset = useRef<() => void>(null);
  const take = (files: File[]) => {
    onFiles(files);
    reset.current?.();
  };
  return (
    <div className={classes.actions}>
      <FileButton multiple onChange={take} resetRef={reset} inputProps={{ 'aria-label': t`Files to attach` }}>
        {(props) => (
          <Tooltip label={t`Attach files`}>
            <ActionIcon {...props} variant="subtle" color="gray" size="lg" aria-label={t`Attach files`}>
              <IconPaperclip size={17} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        )}
      </FileButton>
      {solvable && (
        <Tooltip label="Ctrl Shift Enter">
          <Button size="xs" variant="default" disabled={disabled || sending} onClick={() => onSend(true)}>
            {mode === 'note' ? <Trans>Add and solve</Trans> : <Trans>Send and solve</Trans>}
          </Button>
        </Tooltip>
      )}
      <Tooltip label="Ctrl Enter">
        <Button
          size="xs"
          className={classes.send}
          disabled={disabled}
          loading={sending}
          onClick={() => onSend(false)}
        >
          {mode === 'note' ? <Trans>Add note</Trans> : <Trans>Send reply</Trans>}
        </Button>
      </Tooltip>
    </div>
  );
}
