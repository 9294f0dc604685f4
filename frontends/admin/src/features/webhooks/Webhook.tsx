import {
  getWebhookOptions,
  getWebhookQueryKey,
  listWebhooksQueryKey,
  updateWebhookMutation,
} from '@deskbell/api';
import { FailureNotice, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RowsSkeleton } from '../../parts/Listing';
import { DeleteWebhook } from './DeleteWebhook';
import { DeliveryList } from './DeliveryList';
import { ReplaySince } from './ReplaySince';
import { RotateSecret } from './RotateSecret';
import { WebhookForm } from './WebhookForm';
import { WebhookStanding } from './WebhookStanding';

/** One webhook: how it fares, what was sent to it, and all that can be changed. */
export function Webhook({ webhookId, onGone }: { webhookId: number; onGone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { webhook_id: webhookId };
  const { data, error, refetch } = useQuery({ ...getWebhookOptions({ path }), refetchInterval: 5000 });
  const change = useMutation({
    ...updateWebhookMutation(),
    onSuccess: (webhook) => {
      queries.setQueryData(getWebhookQueryKey({ path }), webhook);
      void queries.invalidateQueries({ queryKey: listWebhooksQueryKey() });
      toast(t`The webhook is changed`);
    },
  });
  if (!data && error) {
    return (
      <FailureNotice
        title={t`The webhook could not be loaded`}
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <RowsSkeleton count={6} />;
  return (
    <>
      <WebhookStanding webhook={data} />
      <DeliveryList webhookId={webhookId} />
      <ReplaySince webhookId={webhookId} />
      <WebhookForm
        title={<Trans>Where to, and what</Trans>}
        webhook={data}
        error={change.error}
        pending={change.isPending}
        onSend={(body) => change.mutate({ path, body })}
        action={<Trans>Save</Trans>}
      />
      <RotateSecret webhook={data} />
      <DeleteWebhook webhook={data} onGone={onGone} />
    </>
  );
}
