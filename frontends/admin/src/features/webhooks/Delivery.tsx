import {
  type AttemptRead,
  type DeliveryDetail,
  getWebhookDeliveryOptions,
  getWebhookDeliveryQueryKey,
  homeUrl,
  listWebhookDeliveriesInfiniteQueryKey,
  replayWebhookDeliveryMutation,
} from '@deskbell/api';
import { fullTime } from '@deskbell/i18n';
import { Facts, FailureNotice, Panel, StatusChip, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RowsSkeleton } from '../../parts/Listing';
import classes from '../../parts/Rows.module.css';
import { stateChip } from './states';

type Props = { webhookId: number; deliveryId: number };
const UNDER_WAY = ['queued', 'sending'];

/** One delivery: what is sent, each attempt with its answer, and sending it once more. */
export function Delivery({ webhookId, deliveryId }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { webhook_id: webhookId, delivery_id: deliveryId };
  const { data, error, refetch } = useQuery({
    ...getWebhookDeliveryOptions({ path }),
    refetchInterval: ({ state }) => (state.data && UNDER_WAY.includes(state.data.state) ? 1000 : 10_000),
  });
  const again = useMutation({
    ...replayWebhookDeliveryMutation(),
    onSuccess: (next) => {
      queries.setQueryData(getWebhookDeliveryQueryKey({ path }), next);
      const list = listWebhookDeliveriesInfiniteQueryKey({ path: { webhook_id: webhookId } });
      void queries.invalidateQueries({ queryKey: list });
      toast(t`It is being sent again`);
    },
    onError: (failure) => toastFailure(t`It was not sent again`, failure),
  });
  if (!data && error) {
    return (
      <FailureNotice
        title={t`The delivery could not be loaded`}
        error={error}
        onRetry={() => void refetch()}
      />
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
        actions={
          !UNDER_WAY.includes(data.state) && (
            <Button loading={again.isPending} onClick={() => again.mutate({ path })}>
              {data.state === 'waiting' ? <Trans>Try now</Trans> : <Trans>Send again</Trans>}
            </Button>
          )
        }
      >
        <DeliveryFacts data={data} />
      </Panel>
      <Panel title={<Trans>What is sent</Trans>}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
        <pre className={classes.raw} tabIndex={0}>
          {JSON.stringify(JSON.parse(data.body), null, 2)}
        </pre>
      </Panel>
      {data.log.map((attempt) => (
        <Attempt key={`${attempt.number} ${attempt.sent_at}`} attempt={attempt} />
      ))}
    </>
  );
}

function DeliveryFacts({ data }: { data: DeliveryDetail }) {
  const { t } = useLingui();
  return (
    <Facts
      facts={[
        ['webhook-id', data.message_id],
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
        [t`Next attempt`, data.next_attempt_at && fullTime(data.next_attempt_at)],
        [t`Ended`, data.ended_at && fullTime(data.ended_at)],
      ]}
    />
  );
}

function Attempt({ attempt }: { attempt: AttemptRead }) {
  const { t } = useLingui();
  const { number, status } = attempt;
  return (
    <Panel
      title={
        <>
          <Trans>Attempt {number}</Trans>{' '}
          <StatusChip
            status={{
              kind: status !== null && status < 300 ? 'solved' : 'open',
              name: status === null ? t`No answer` : String(status),
            }}
            size="md"
          />
        </>
      }
      lead={attempt.error}
    >
      <Facts
        facts={[
          [t`Sent`, fullTime(attempt.sent_at)],
          [t`To`, attempt.url],
          [t`Milliseconds`, attempt.milliseconds],
        ]}
      />
      {attempt.answer && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        <pre className={classes.raw} tabIndex={0}>
          {attempt.answer}
        </pre>
      )}
    </Panel>
  );
}
