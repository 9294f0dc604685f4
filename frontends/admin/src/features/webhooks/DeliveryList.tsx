import { type DeliveryState, listWebhookDeliveriesInfiniteOptions, paging } from '@deskbell/api';
import { EmptyState, Panel, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Chip, Group } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Listing } from '../../parts/Listing';
import classes from '../../parts/Rows.module.css';
import { STATES, stateChip } from './states';

/** What was sent to a webhook, and what is to be sent. */
export function DeliveryList({ webhookId }: { webhookId: number }) {
  const { t } = useLingui();
  const [states, setStates] = useState<DeliveryState[]>([]);
  const list = useInfiniteQuery({
    ...listWebhookDeliveriesInfiniteOptions({
      path: { webhook_id: webhookId },
      query: { state: states.length > 0 ? states : undefined, limit: 10 },
    }),
    ...paging,
    refetchInterval: 3000,
  });
  return (
    <Panel title={<Trans>Deliveries</Trans>} lead={<Trans>The newest first; kept for 30 days.</Trans>}>
      <Chip.Group multiple value={states} onChange={(next) => setStates(next as DeliveryState[])}>
        <Group gap={6} role="group" aria-label={t`Where it stands`}>
          {STATES.map((state) => (
            <Chip key={state} value={state} size="xs" variant="outline">
              {stateChip(state).name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Listing
        label={t`Deliveries`}
        list={list}
        row={(delivery) => (
          <Link
            to="/programs/webhooks/$webhookId/$deliveryId"
            params={{ webhookId: String(webhookId), deliveryId: String(delivery.id) }}
            className={classes.row}
          >
            <span className={classes.main}>
              <div className={classes.name}>{delivery.event_type}</div>
              <div className={classes.more}>
                {delivery.message_id}
                {delivery.ticket_id !== null && ` · #${delivery.ticket_id}`}
                {delivery.last_error && ` · ${delivery.last_error}`}
              </div>
            </span>
            {delivery.last_status !== null && <span className={classes.side}>{delivery.last_status}</span>}
            <TimeAgo at={delivery.created_at} form="short" className={classes.side} />
            <StatusChip status={stateChip(delivery.state)} />
          </Link>
        )}
        empty={
          <EmptyState icon={<IconWebhook size={28} stroke={1.5} />} title={<Trans>Nothing here yet</Trans>}>
            <Trans>As soon as something happens that it asks for, it stands here. Or send a test.</Trans>
          </EmptyState>
        }
      />
    </Panel>
  );
}
