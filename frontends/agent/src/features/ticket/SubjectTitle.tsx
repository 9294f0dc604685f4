import { useLingui } from '@lingui/react/macro';
import { TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import classes from './ConversationHeader.module.css';

type Props = { subject: string; editable: boolean; onChange: (subject: string) => void };

/** The subject; a click on it (or Enter) lets one rewrite it in place. */
export function SubjectTitle({ subject, editable, onChange }: Props) {
  const { t } = useLingui();
  const [text, setText] = useState<string | null>(null);

  const finish = (save: boolean) => {
    const next = text?.trim();
    setText(null);
    if (save && next && next !== subject) onChange(next);
  };

  if (text !== null) {
    return (
      <TextInput
        aria-label={t`Subject`}
        size="sm"
        autoFocus
        maxLength={250}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish(true);
          if (event.key === 'Escape') {
            event.stopPropagation();
            finish(false);
          }
        }}
      />
    );
  }
  return (
    <h1 className={classes.subject} dir="auto">
      {editable ? (
        <Tooltip label={t`Click to rewrite`}>
          <UnstyledButton className={classes.rewrite} onClick={() => setText(subject)}>
            {subject}
          </UnstyledButton>
        </Tooltip>
      ) : (
        subject
      )}
    </h1>
  );
}
