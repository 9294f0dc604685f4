import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { AllSessions } from '../features/sessions';

/** Who is signed in. */
export function SessionsPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Sessions`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>Everybody who is signed in, and where. An ended session is dead at its next request.</Trans>
      }
    >
      <AllSessions />
    </Page>
  );
}
