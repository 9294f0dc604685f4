import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { WebhookList } from '../features/webhooks/WebhookList';

/** Other people's programs that are told of what happens. */
export function WebhooksPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Webhooks`}
      helpdesk={useHelpdeskName()}
      lead={<Trans>Programs that are told of what happens here: signed, in order, and at least once.</Trans>}
    >
      <WebhookList />
    </Page>
  );
}
