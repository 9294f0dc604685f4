import { getOutgoingStatusOptions, homeUrl, type UserMe } from '@deskbell/api';
import { Plural, Trans } from '@lingui/react/macro';
import { IconMailPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import classes from './MailNotices.module.css';

/** Above everything while mail waits for settings that only an admin can make. */
export function WaitingMail({ user }: { user: UserMe }) {
  const { data: status } = useQuery(getOutgoingStatusOptions());
  const waiting = (status?.waiting ?? 0) + (status?.deferred ?? 0);
  if (!status || status.sends || waiting === 0) return null;
  const mailboxes = `${homeUrl('admin')}mail/mailboxes`;
  return (
    <div className={classes.banner} role="status">
      <IconMailPause size={18} stroke={1.8} aria-hidden="true" />
      <span>
        <b>
          <Plural value={waiting} one="# mail waits." other="# mails wait." />
        </b>{' '}
        {!status.has_sender ? (
          <Trans>There is no address to send it from.</Trans>
        ) : status.signed_out.length > 0 ? (
          <Trans>Somebody has to sign in at the provider of a mailbox.</Trans>
        ) : (
          <Trans>There is no mail server to send it through.</Trans>
        )}{' '}
        {user.level !== 'admin' ? (
          <Trans>Nothing is lost. Ask an admin to finish the settings of outgoing mail.</Trans>
        ) : (
          <Trans>
            Nothing is lost: once that is done <a href={mailboxes}>at the mailboxes</a>, it leaves by itself.
          </Trans>
        )}
      </span>
    </div>
  );
}
