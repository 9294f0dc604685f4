import type { HistoryEntry } from '@deskbell/api';
import { TimeAgo } from '@deskbell/ui';
import { Plural, useLingui } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconHistory } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { ChangeText } from './ChangeText';
import classes from './Message.module.css';

function Line({ entry }: { entry: HistoryEntry }) {
  return (
    <>
      <span>
        <ChangeText entry={entry} />
      </span>
      <TimeAgo at={entry.at} form="short" />
    </>
  );
}

/** What was changed between two messages: one in words, several as "3 changes" to unfold. */
export function Changes({ entries }: { entries: HistoryEntry[] }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const list = useId();
  const [first] = entries;
  if (entries.length === 1 && first) {
    return (
      <div className={classes.changes}>
        <div className={classes.line}>
          <Line entry={first} />
        </div>
      </div>
    );
  }
  return (
    <div className={classes.changes}>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={opened}
        aria-controls={list}
        onClick={() => setOpened(!opened)}
      >
        <IconHistory size={14} stroke={1.8} aria-hidden="true" />
        <Plural value={entries.length} one="# change" other="# changes" />
        <IconChevronDown size={13} stroke={2} aria-hidden="true" />
      </UnstyledButton>
      <ul id={list} className={classes.lines} hidden={!opened} aria-label={t`Changes`}>
        {entries.map((entry) => (
          <li key={entry.id} className={classes.line}>
            <Line entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  );
}
