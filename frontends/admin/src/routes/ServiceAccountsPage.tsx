import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ServiceAccounts } from '../features/keys/ServiceAccounts';

/** Accounts of programs. */
export function ServiceAccountsPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Service accounts`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          Agents without a password, for programs. Nobody signs in as one; its API keys act for it. Give it
          departments as you do with people.
        </Trans>
      }
    >
      <ServiceAccounts />
    </Page>
  );
}
