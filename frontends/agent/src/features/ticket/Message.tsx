import type { InboundMailRead, MessageRead, OutgoingMailRead } from '@deskbell/api';
import { Said } from '@deskbell/conversation';
import { PersonAvatar, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { FoldedBody } from './FoldedBody';
import classes from './Message.module.css';

// Mail has its own words, which most conversations on the web never need.
const mail = () => import('../mail');
const Delivery = lazy(() => mail().then((module) => ({ default: module.Delivery })));
const Origin = lazy(() => mail().then((module) => ({ default: module.Origin })));

type Props = {
  message: MessageRead;
  sending?: boolean;
  /** The mails that carry it to people. */
  sent?: OutgoingMailRead[] | undefined;
  /** The mail that it came by. */
  received?: InboundMailRead | undefined;
};

/** One reply or note. A note is amber and says so: nobody should wonder who can read it. */
export function Message({ message, sending = false, sent, received }: Props) {
  const { t } = useLingui();
  const who = message.author?.name ?? t`Deskbell`;
  const note = message.kind === 'internal';
  const staff = message.author?.staff ?? true;
  return (
    <article
      className={classes.message}
      data-kind={note ? 'note' : staff ? 'staff' : 'customer'}
      aria-busy={sending}
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
          {sending ? (
            <span className={classes.time}>
              <Trans>Sending…</Trans>
            </span>
          ) : (
            <TimeAgo at={message.created_at} form="short" className={classes.time} />
          )}
        </header>
        <Said
          message={message}
          body={(onPicture) => <FoldedBody message={message} onPicture={onPicture} />}
        />
        <Suspense>
          {received && <Origin mail={received} />}
          {sent && <Delivery mails={sent} ticketId={message.ticket_id} />}
        </Suspense>
      </div>
    </article>
  );
}
