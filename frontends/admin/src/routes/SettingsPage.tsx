import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { SettingsForm } from '../features/settings';

/** Everything that can be set about the helpdesk as a whole. */
export function SettingsPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Settings`}
      helpdesk={useHelpdeskName()}
      lead={<Trans>They count for everyone, from the next request on.</Trans>}
    >
      <SettingsForm />
    </Page>
  );
}
