import {
  createOutgoingAttemptMutation,
  getOutgoingMailOptions,
  getOutgoingMailQueryKey,
  homeUrl,
  listOutgoingMailsInfiniteQueryKey,
} from '@deskbell/api';
import { fileSize, fullTime } from '@deskbell/i18n';
import { Facts, FailureNotice, Panel, StatusChip, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RowsSkeleton } from '../../parts/Listing';
import classes from '../../parts/Rows.module.css';
import { kindName, stateChip } from './fates';
import { RawMail } from './RawMail';

/** One mail that goes out: where it stands at each address, and sending it once more. */
export function OutgoingMail({ mailId }: { mailId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { outgoing_mail_id: mailId };
  const { data, error, refetch } = useQuery({
    ...getOutgoingMailOptions({ path }),
    refetchInterval: ({ state }) =>
      state.data && ['queued', 'sending'].includes(state.data.state) ? 1500 : 15_000,
  });
  const again = useMutation({
    ...createOutgoingAttemptMutation(),
    onSuccess: (next) => {
      queries.setQueryData(getOutgoingMailQueryKey({ path }), next);
      void queries.invalidateQueries({ queryKey: listOutgoingMailsInfiniteQueryKey() });
      toast(t`It is being sent again`);
    },
    onError: (failure) => toastFailure(t`It was not sent again`, failure),
  });
  if (!data && error) {
    return (
      <FailureNotice title={t`The mail could not be loaded`} error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <RowsSkeleton count={6} />;
  return (
    <>
      <Panel
        title={
          <>
            <Trans>Where it stands</Trans> <StatusChip status={stateChip(data.state)} size="md" />
          </>
        }
        lead={data.reason}
        actions={
          data.can_retry && (
            <Button loading={again.isPending} onClick={() => again.mutate({ path })}>
              <Trans>Send again</Trans>
            </Button>
          )
        }
      >
        <ul className={classes.rows} aria-label={t`Recipients`}>
          {data.recipients.map((person) => (
            <li key={person.address}>
              <div className={classes.row}>
                <span className={classes.main}>
                  <div className={classes.name}>{person.address}</div>
                  <div className={classes.more}>{person.bounce?.diagnostic || person.answer}</div>
                </span>
                <StatusChip
                  status={
                    person.bounce?.action === 'failed'
                      ? { kind: 'open', name: t`Came back` }
                      : stateChip(person.state)
                  }
                />
              </div>
            </li>
          ))}
        </ul>
        <Facts
          facts={[
            [t`Kind`, kindName(data.kind)],
            [
              t`Ticket`,
              data.ticket_id !== null && (
                <Anchor href={`${homeUrl('agent')}tickets/${data.ticket_id}`} fz="inherit">
                  #{data.ticket_id}
                </Anchor>
              ),
            ],
            [t`Ordered`, fullTime(data.created_at)],
            [t`Attempts`, data.attempts],
            [t`Next attempt`, data.next_at && fullTime(data.next_at)],
            [t`Ended`, data.ended_at && fullTime(data.ended_at)],
            [t`Size`, data.size === null ? null : fileSize(data.size)],
            ['Message-ID', data.internet_id],
          ]}
        />
      </Panel>
      <RawMail kind="outgoing" mailId={mailId} />
    </>
  );
}
