import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { SignedIn } from '../features/mailboxes/SignedIn';

/** Where one comes back to from the provider of a mailbox. */
export function MailSignedInPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const show = (mailboxId: number) =>
    navigate({ to: '/mail/mailboxes/$mailboxId', params: { mailboxId: String(mailboxId) }, replace: true });
  return (
    <Page title={t`Signing in for a mailbox`} helpdesk={useHelpdeskName()}>
      <SignedIn onDone={(mailboxId) => void show(mailboxId)} />
    </Page>
  );
}
