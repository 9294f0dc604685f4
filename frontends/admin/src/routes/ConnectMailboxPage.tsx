import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ConnectWizard } from '../features/mailboxes/ConnectWizard';
import { BackLink } from '../parts/BackLink';

/** Connecting a mailbox, step by step. */
export function ConnectMailboxPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Connect a mailbox`}
      helpdesk={useHelpdeskName()}
      lead={<Trans>Three steps: the address, how it is opened, and a mail there and back.</Trans>}
      back={<BackLink to="/mail/mailboxes">{t`Mailboxes`}</BackLink>}
    >
      <ConnectWizard />
    </Page>
  );
}
