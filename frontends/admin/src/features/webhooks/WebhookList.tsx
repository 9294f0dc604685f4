import { listWebhooksOptions } from '@deskbell/api';
import { EmptyState, FailureNotice, StatusChip } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RowsSkeleton } from '../../parts/Listing';
import { ButtonLink } from '../../parts/links';
import classes from '../../parts/Rows.module.css';
import { standingOf } from './states';

/** Every webhook and how it fares; looked at again by itself. */
export function WebhookList() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ ...listWebhooksOptions(), refetchInterval: 10_000 });
  if (!data && error) {
    return (
      <FailureNotice
        title={t`The webhooks could not be loaded`}
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <RowsSkeleton count={3} />;
  if (data.items.length === 0) {
    return (
      <EmptyState
        icon={<IconWebhook size={30} stroke={1.5} />}
        title={<Trans>No webhook yet</Trans>}
        action={
          <ButtonLink to="/programs/webhooks/new">
            <Trans>Add a webhook</Trans>
          </ButtonLink>
        }
      >
        <Trans>
          Enter where a program of yours listens. It is told of what you choose, signed and in order.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.rows} aria-label={t`Webhooks`}>
        {data.items.map((webhook) => (
          <li key={webhook.id}>
            <Link
              to="/programs/webhooks/$webhookId"
              params={{ webhookId: String(webhook.id) }}
              className={classes.row}
            >
              <span className={classes.main}>
                <div className={classes.name}>{webhook.description || webhook.url}</div>
                <div className={classes.more}>
                  {webhook.description && `${webhook.url} · `}
                  <Plural
                    value={webhook.event_types.length}
                    one="# type of event"
                    other="# types of events"
                  />
                </div>
              </span>
              {webhook.waiting > 0 && (
                <span className={classes.side}>
                  <Plural value={webhook.waiting} one="# waits" other="# wait" />
                </span>
              )}
              <StatusChip status={standingOf(webhook)} />
            </Link>
          </li>
        ))}
      </ul>
      <div>
        <ButtonLink to="/programs/webhooks/new">
          <Trans>Add a webhook</Trans>
        </ButtonLink>
      </div>
    </>
  );
}
