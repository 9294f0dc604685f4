import type { NotificationRead } from '@deskbell/api';
import { PersonAvatar, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import classes from './Bell.module.css';

function Sentence({ type, who }: { type: string; who: string }) {
  switch (type) {
    case 'ticket.assignee_changed':
    case 'ticket.created':
      return <Trans>{who} assigned a ticket to you</Trans>;
    case 'ticket.message_added':
      return <Trans>{who} replied</Trans>;
    case 'ticket.note_added':
      return <Trans>{who} wrote a note</Trans>;
    default:
      return <Trans>{who} changed a ticket</Trans>;
  }
}

type Props = { notification: NotificationRead; onOpen: () => void };

/** One thing to look at; opening it marks it read. */
export function NotificationItem({ notification, onOpen }: Props) {
  const { t } = useLingui();
  const who = notification.actor?.name ?? t`Deskbell`;
  return (
    <UnstyledButton
      className={classes.item}
      data-unread={notification.read_at ? undefined : true}
      onClick={onOpen}
    >
      <PersonAvatar name={who} size={28} />
      <span className={classes.text}>
        <span className={classes.sentence}>
          <Sentence type={notification.type} who={who} />
        </span>
        <span className={classes.subject}>{notification.ticket?.subject}</span>
      </span>
      <TimeAgo at={notification.at} form="narrow" className={classes.time} />
    </UnstyledButton>
  );
}
