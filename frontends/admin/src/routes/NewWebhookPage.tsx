import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { NewWebhook } from '../features/webhooks/NewWebhook';
import { BackLink } from '../parts/BackLink';

/** Adding a webhook. */
export function NewWebhookPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Add a webhook`}
      helpdesk={useHelpdeskName()}
      back={<BackLink to="/programs/webhooks">{t`Webhooks`}</BackLink>}
    >
      <NewWebhook />
    </Page>
  );
}
