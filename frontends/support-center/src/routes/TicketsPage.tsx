import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ListControls } from '../features/tickets/ListControls';
import type { ListSearch } from '../features/tickets/listSearch';
import { TicketList } from '../features/tickets/TicketList';
import { Door } from './Door';
import { LinkButton } from './LinkButton';

function MyTickets({ me }: { me: number }) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const search: ListSearch = useSearch({ from: '/tickets' });
  const navigate = useNavigate();
  const ask = (
    <LinkButton component="a" to="/new">
      <Trans>Ask us</Trans>
    </LinkButton>
  );
  return (
    <Page title={t`My tickets`} helpdesk={helpdesk} actions={ask}>
      <ListControls search={search} onChange={(next) => void navigate({ to: '/tickets', search: next })} />
      <TicketList search={search} me={me} ask={ask} />
    </Page>
  );
}

/** All that a customer has asked. */
export function TicketsPage() {
  return <Door>{(user) => <MyTickets me={user.id} />}</Door>;
}
