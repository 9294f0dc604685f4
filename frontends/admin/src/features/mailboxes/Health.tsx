import { createMailboxPollMutation, getOutgoingStatusOptions, type MailboxRead } from '@deskbell/api';
import { Facts, Panel, StatusChip, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { standingOf } from './standing';
import { useKeepMailbox } from './useKeepMailbox';

/** How a mailbox fares now, and having its folder looked through at once. */
export function Health({ mailbox }: { mailbox: MailboxRead }) {
  const { t } = useLingui();
  const keep = useKeepMailbox();
  const { data: status } = useQuery(getOutgoingStatusOptions());
  const poll = useMutation({
    ...createMailboxPollMutation(),
    onSuccess: keep,
    onError: (error) => toastFailure(t`The mailbox is not looked through`, error),
  });
  const { polling } = mailbox;
  const waiting = Boolean(polling?.asked_at);
  return (
    <Panel
      title={
        <>
          <Trans>How it fares</Trans> <StatusChip status={standingOf(mailbox, status)} size="md" />
        </>
      }
      actions={
        mailbox.incoming && (
          <Button
            variant="default"
            loading={poll.isPending || waiting}
            disabled={!mailbox.enabled}
            onClick={() => poll.mutate({ path: { mailbox_id: mailbox.id } })}
          >
            <Trans>Fetch mail now</Trans>
          </Button>
        )
      }
    >
      {polling?.error && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
          {polling.error}
        </Alert>
      )}
      {status?.without_server.includes(mailbox.id) && (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle size={18} />}>
          <Trans>
            It has no server to send through, so its mail waits. Enter one below under “Sending”; nothing is
            lost.
          </Trans>
        </Alert>
      )}
      <Facts
        facts={[
          [t`Last look`, polling?.polled_at && <TimeAgo at={polling.polled_at} />],
          [
            t`New mail`,
            polling &&
              (polling.live ? t`The server tells at once.` : t`The folder is looked through every so often.`),
          ],
          [t`Next look`, polling && <TimeAgo at={polling.next_at} form="short" />],
          [t`Failed attempts in a row`, polling && polling.failures > 0 ? polling.failures : null],
          [t`Mails taken`, polling?.mails_taken],
          [t`Mail comes by`, mailbox.incoming ? null : t`SMTP or LMTP, delivered to this helpdesk`],
        ]}
      />
    </Panel>
  );
}
