import { getWebhookOptions, useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Webhook } from '../features/webhooks/Webhook';
import { BackLink } from '../parts/BackLink';

/** One webhook. */
export function WebhookPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { webhookId } = useParams({ from: '/programs/webhooks/$webhookId' });
  const { data } = useQuery(getWebhookOptions({ path: { webhook_id: Number(webhookId) } }));
  return (
    <Page
      title={data ? data.description || data.url : t`Webhook`}
      helpdesk={useHelpdeskName()}
      back={<BackLink to="/programs/webhooks">{t`Webhooks`}</BackLink>}
    >
      <Webhook
        key={webhookId}
        webhookId={Number(webhookId)}
        onGone={() => void navigate({ to: '/programs/webhooks' })}
      />
    </Page>
  );
}
