import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Bans } from '../features/bans/Bans';

/** Whose mail is not taken. */
export function MailBansPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Bans`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          Mail from these is kept as refused and shown to nobody but admins. An agent who writes in answer to
          us is never banned.
        </Trans>
      }
    >
      <Bans />
    </Page>
  );
}
