import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { SystemState } from '../features/system/SystemState';

/** How the helpdesk itself fares. */
export function SystemPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`System`}
      helpdesk={useHelpdeskName()}
      lead={<Trans>How this helpdesk fares. The page looks again by itself.</Trans>}
    >
      <SystemState />
    </Page>
  );
}
