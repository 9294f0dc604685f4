import { getOutgoingStatusOptions } from '@deskbell/api';
import { Plural, Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { IconMailPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../../parts/links';

/** On the pages of mail: why nothing goes out, and what to do about it. */
export function MailNotice() {
  const { data: status } = useQuery({ ...getOutgoingStatusOptions(), refetchInterval: 15_000 });
  if (!status) return null;
  if (status.demo) {
    return (
      <Alert variant="light" color="iris" icon={<IconMailPause size={18} />}>
        <Trans>
          This is a demonstration: mail without a server of its own goes to{' '}
          <a href="/demo/inbox">its inbox</a>, not into the world.
        </Trans>
      </Alert>
    );
  }
  if (status.sends) return null;
  const waiting = status.waiting + status.deferred;
  return (
    <Alert variant="light" color="orange" icon={<IconMailPause size={18} />} role="status">
      {!status.has_sender && (
        <Trans>
          There is no address to send mail from.{' '}
          <TextLink to="/mail/mailboxes/new" fz="inherit" underline="always">
            Connect a mailbox
          </TextLink>{' '}
          or set <code>DESKBELL_MAIL_ADDRESS</code>.
        </Trans>
      )}
      {status.has_sender && status.signed_out.length > 0 && (
        <Trans>Somebody has to sign in at the provider of a mailbox before its mail can leave.</Trans>
      )}
      {status.has_sender && status.signed_out.length === 0 && (
        <Trans>
          There is no server to send mail through. Give each mailbox its SMTP server, or set{' '}
          <code>DESKBELL_SMTP_HOST</code> for all.
        </Trans>
      )}{' '}
      {waiting > 0 && (
        <Plural
          value={waiting}
          one="# mail waits, and leaves by itself then."
          other="# mails wait, and leave by themselves then."
        />
      )}
    </Alert>
  );
}
