import type { MessageRead } from '@deskbell/api';
import { MessageBody } from '@deskbell/conversation';
import { useLingui } from '@lingui/react/macro';
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useId, useState } from 'react';
import classes from './Message.module.css';

type Props = { message: MessageRead; onPicture: (address: string) => void };

/** What somebody wrote; of a mail, the quoted history and the signature only on demand. */
export function FoldedBody({ message, onPicture }: Props) {
  const { t } = useLingui();
  const [whole, setWhole] = useState(false);
  const body = useId();
  const folds = message.reply_html !== null;
  const label = whole ? t`Hide quoted text` : t`Show quoted text`;
  return (
    <>
      <div id={body}>
        <MessageBody
          html={whole || message.reply_html === null ? message.html : message.reply_html}
          onPicture={onPicture}
        />
      </div>
      {folds && (
        <Tooltip label={label}>
          <UnstyledButton
            className={classes.fold}
            aria-label={label}
            aria-expanded={whole}
            aria-controls={body}
            onClick={() => setWhole(!whole)}
          >
            <IconDots size={16} stroke={2} aria-hidden="true" />
          </UnstyledButton>
        </Tooltip>
      )}
    </>
  );
}
