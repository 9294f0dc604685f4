import { getWebhookDeliveryOptions, useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Delivery } from '../features/webhooks/Delivery';
import { BackLink } from '../parts/BackLink';

/** One delivery to a webhook. */
export function WebhookDeliveryPage() {
  const { t } = useLingui();
  const params = useParams({ from: '/programs/webhooks/$webhookId/$deliveryId' });
  const [webhookId, deliveryId] = [Number(params.webhookId), Number(params.deliveryId)];
  const path = { webhook_id: webhookId, delivery_id: deliveryId };
  const { data } = useQuery(getWebhookDeliveryOptions({ path }));
  return (
    <Page
      title={data?.event_type ?? t`Delivery`}
      helpdesk={useHelpdeskName()}
      back={
        <BackLink
          to="/programs/webhooks/$webhookId"
          params={{ webhookId: params.webhookId }}
        >{t`The webhook`}</BackLink>
      }
    >
      <Delivery webhookId={webhookId} deliveryId={deliveryId} />
    </Page>
  );
}
