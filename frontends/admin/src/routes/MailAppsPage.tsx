import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { MailApps } from '../features/mailApps/MailApps';

/** The helpdesk's registrations at mail providers. */
export function MailAppsPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Sign-in apps`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          Google and Microsoft let a helpdesk open mailboxes after you have signed in there. For that it is
          registered with them once.
        </Trans>
      }
    >
      <MailApps />
    </Page>
  );
}
