import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { InboundList } from '../features/mail/InboundList';
import { MailNotice } from '../features/mail/MailNotice';

/** The ledger of received mail. */
export function InboundMailsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const search = useSearch({ from: '/mail/inbound' });
  return (
    <Page
      title={t`Received mail`}
      helpdesk={useHelpdeskName()}
      lead={<Trans>Everything that came in, and what became of it. No mail disappears.</Trans>}
    >
      <MailNotice />
      <InboundList
        search={search}
        onSearch={(next) => void navigate({ to: '/mail/inbound', search: next, replace: true })}
      />
    </Page>
  );
}
