import { listTicketsInfiniteOptions, type MyOrganizationRead, paging } from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, Row, Rows, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconInbox } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

/** All tickets of the organization that one sees, and who asked what. */
export function CompanyTickets({ mine }: { mine: MyOrganizationRead }) {
  const { t } = useLingui();
  const query = { organization_id: [mine.organization.id] };
  const list = useInfiniteQuery({ ...listTicketsInfiniteOptions({ query }), ...paging });
  return (
    <Loaded query={list} failure={<Trans>The tickets did not come</Trans>}>
      {({ pages }) => {
        const tickets = pages.flatMap((page) => page.items);
        if (tickets.length === 0) {
          return (
            <EmptyState
              icon={<IconInbox size={28} stroke={1.5} />}
              title={<Trans>Nobody has asked anything yet</Trans>}
            />
          );
        }
        return (
          <>
            <Rows label={t`Tickets of ${mine.organization.name}`}>
              {tickets.map((ticket) => (
                <Row
                  key={ticket.id}
                  title={
                    <Link to="/tickets/$reference" params={{ reference: ticket.reference }} data-whole-row>
                      {ticket.subject}
                    </Link>
                  }
                  sub={<Trans>asked by {ticket.requester.name}</Trans>}
                >
                  <StatusChip status={ticket.status} />
                  <TimeAgo at={ticket.updated_at} />
                </Row>
              ))}
            </Rows>
            <MoreButton list={list} />
          </>
        );
      }}
    </Loaded>
  );
}
