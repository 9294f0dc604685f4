import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { MailNotice } from '../features/mail/MailNotice';
import { MailboxList } from '../features/mailboxes/MailboxList';
import { ButtonLink } from '../parts/links';

/** The addresses at which customers write to us. */
export function MailboxesPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Mailboxes`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>The addresses at which customers write to you. Each sorts its mail into a department.</Trans>
      }
      actions={
        <ButtonLink to="/mail/mailboxes/new">
          <Trans>Connect a mailbox</Trans>
        </ButtonLink>
      }
    >
      <MailNotice />
      <MailboxList />
    </Page>
  );
}
