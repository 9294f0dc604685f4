import type { MessageRead } from '@deskbell/api';
import { PersonAvatar, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock } from '@tabler/icons-react';
import { Attachments } from './Attachments';
import classes from './Message.module.css';
import { MessageBody } from './MessageBody';

/** One reply or note. A note is amber and says so: nobody should wonder who can read it. */
export function Message({ message }: { message: MessageRead }) {
  const { t } = useLingui();
  const who = message.author?.name ?? t`Deskbell`;
  const note = message.kind === 'internal';
  const staff = message.author?.staff ?? true;
  return (
    <article
      className={classes.message}
      data-kind={note ? 'note' : staff ? 'staff' : 'customer'}
      aria-label={note ? t`Internal note by ${who}` : t`Message by ${who}`}
    >
      <PersonAvatar name={who} size={32} />
      <div className={classes.bubble}>
        <header className={classes.head}>
          <span className={classes.who}>{who}</span>
          {note && (
            <span className={classes.note}>
              <IconLock size={12} stroke={2} aria-hidden="true" />
              <Trans>Internal note</Trans>
            </span>
          )}
          {!note && !staff && (
            <span className={classes.role}>
              <Trans>Customer</Trans>
            </span>
          )}
          <TimeAgo at={message.created_at} form="short" className={classes.time} />
        </header>
        <MessageBody html={message.html} />
        <Attachments attachments={message.attachments} />
      </div>
    </article>
  );
}
