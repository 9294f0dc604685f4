import type { MessageRead } from '@deskbell/api';
import { MessageBody, Said } from '@deskbell/conversation';
import { PersonAvatar, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import classes from './Conversation.module.css';

/** One thing that was said, by the customer or by an agent. */
export function Message({ message }: { message: MessageRead }) {
  const { t } = useLingui();
  const who = message.author?.name ?? t`Our helpdesk`;
  const staff = message.author?.staff ?? true;
  return (
    <article className={classes.message} data-staff={staff || undefined} aria-label={t`Message by ${who}`}>
      <header className={classes.byline}>
        <PersonAvatar name={who} size={28} />
        <span className={classes.who}>{who}</span>
        {staff && (
          <span className={classes.role}>
            <Trans>Support</Trans>
          </span>
        )}
        <TimeAgo at={message.created_at} form="short" className={classes.time} />
      </header>
      <Said
        message={message}
        body={(onPicture) => <MessageBody html={message.reply_html ?? message.html} onPicture={onPicture} />}
      />
    </article>
  );
}
