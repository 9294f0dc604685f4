import { useLingui } from '@lingui/react/macro';
import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './CopyText.module.css';

/** A text that is to be taken elsewhere exactly as it stands. */
export function CopyText({ text, name }: { text: string; name: string }) {
  const { t } = useLingui();
  return (
    <span className={classes.box}>
      <code className={classes.text}>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            aria-label={copied ? t`Copied` : t`Copy ${name}`}
            onClick={copy}
          >
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
