import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useSearch } from '@tanstack/react-router';
import { FindTicket } from '../features/tickets/FindTicket';

/** The way back to one ticket for somebody without an account. */
export function FindPage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const { reference = '' } = useSearch({ from: '/find' });
  return (
    <Page
      title={t`Find a ticket`}
      helpdesk={helpdesk}
      lead={<Trans>We mail a link to the ticket to the address that it was asked from.</Trans>}
    >
      <FindTicket reference={reference} />
    </Page>
  );
}
