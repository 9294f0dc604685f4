import {
  getInboundMailOptions,
  getInboundMailQueryKey,
  homeUrl,
  type InboundMailRead,
  listInboundMailsInfiniteQueryKey,
  listMailboxesOptions,
  replayInboundMailMutation,
} from '@deskbell/api';
import { fileSize, fullTime } from '@deskbell/i18n';
import { Facts, FailureNotice, Panel, StatusChip, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RowsSkeleton } from '../../parts/Listing';
import { fateChip, sourceName, threadedBy } from './fates';
import { RawMail } from './RawMail';

/** One mail that came in: what became of it and why, and reading it once more. */
export function InboundMail({ mailId }: { mailId: number }) {
  const { t } = useLingui();
  const path = { inbound_mail_id: mailId };
  const { data, error, refetch } = useQuery({
    ...getInboundMailOptions({ path }),
    refetchInterval: ({ state }) => (state.data?.fate === 'waiting' ? 700 : false),
  });
  if (!data && error) {
    return (
      <FailureNotice title={t`The mail could not be loaded`} error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <RowsSkeleton count={6} />;
  return (
    <>
      <Outcome mail={data} />
      <Origin mail={data} />
      <RawMail kind="inbound" mailId={mailId} />
    </>
  );
}

function Outcome({ mail }: { mail: InboundMailRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { inbound_mail_id: mail.id };
  const replay = useMutation({
    ...replayInboundMailMutation(),
    onSuccess: (next) => {
      queries.setQueryData(getInboundMailQueryKey({ path }), next);
      void queries.invalidateQueries({ queryKey: listInboundMailsInfiniteQueryKey() });
      toast(t`It is being read again`);
    },
    onError: (error) => toastFailure(t`It was not read again`, error),
  });
  const again = mail.fate !== 'waiting' && mail.fate !== 'accepted';
  return (
    <Panel
      title={
        <>
          <Trans>What became of it</Trans> <StatusChip status={fateChip(mail.fate)} size="md" />
        </>
      }
      lead={mail.reason}
      actions={
        again && (
          <Button loading={replay.isPending} onClick={() => replay.mutate({ path })}>
            <Trans>Read it again</Trans>
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [
            t`Ticket`,
            mail.ticket_id !== null && (
              <Anchor href={`${homeUrl('agent')}tickets/${mail.ticket_id}`} fz="inherit">
                #{mail.ticket_id}
              </Anchor>
            ),
          ],
          [t`Found by`, mail.ticket_id !== null ? threadedBy(mail.threaded_by) : null],
          [t`Decided`, mail.decided_at && fullTime(mail.decided_at)],
          [t`Who wrote it`, mail.verdict?.reason],
          [t`Written by a program`, mail.automatic ? t`Yes: it is not answered by itself.` : null],
          [t`Delivered again`, mail.duplicates > 0 ? t`${mail.duplicates} times more` : null],
          [t`What was odd in it`, mail.notes.join(', ')],
          [t`Rules that took hold`, mail.rule_ids.map((id) => `#${id}`).join(', ')],
        ]}
      />
    </Panel>
  );
}

function Origin({ mail }: { mail: InboundMailRead }) {
  const { t } = useLingui();
  const { data: mailboxes } = useQuery(listMailboxesOptions());
  const mailbox = mailboxes?.items.find(({ id }) => id === mail.mailbox_id);
  return (
    <Panel title={<Trans>Where it came from</Trans>}>
      <Facts
        facts={[
          [t`Author`, mail.name ? `${mail.name} <${mail.address}>` : mail.address],
          [t`Envelope's sender`, mail.sender || t`Empty, as reports have it`],
          [t`Asks for answers to`, mail.reply_to],
          [t`For`, mail.recipients.join(', ')],
          [t`Mailbox`, mailbox?.address ?? t`Deleted since`],
          [t`Came by`, sourceName(mail.source)],
          [t`Server`, [mail.client, mail.helo].filter(Boolean).join(' · ')],
          [t`Received`, fullTime(mail.received_at)],
          [t`Size`, fileSize(mail.size)],
          ['Message-ID', mail.internet_id],
        ]}
      />
    </Panel>
  );
}
