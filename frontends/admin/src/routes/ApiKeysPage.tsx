import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { KeyTable } from '../features/keys/KeyTable';

/** Everybody's keys. */
export function ApiKeysPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`API keys`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          Keys by which programs act as a person or a service account. People make their own in their account;
          here you see them all, and can end each one.
        </Trans>
      }
    >
      <KeyTable />
    </Page>
  );
}
