import { listTicketsInfiniteOptions, paging } from '@deskbell/api';
import { Loaded, MoreButton, Panel, Row, Rows, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

/** Its tickets, as far as the agent may see them, the last changed first. */
export function Tickets({ organizationId }: { organizationId: number }) {
  const { t } = useLingui();
  const query = { organization_id: [organizationId], limit: 10 };
  const list = useInfiniteQuery({ ...listTicketsInfiniteOptions({ query }), ...paging });
  return (
    <Panel title={<Trans>Tickets</Trans>}>
      <Loaded query={list} failure={<Trans>The tickets did not come</Trans>}>
        {({ pages }) => {
          const tickets = pages.flatMap((page) => page.items);
          if (tickets.length === 0) return <Trans>No ticket of it that you may see.</Trans>;
          return (
            <>
              <Rows label={t`Tickets of the organization`}>
                {tickets.map((ticket) => (
                  <Row
                    key={ticket.id}
                    title={
                      <Link to="/tickets/$ticketId" params={{ ticketId: String(ticket.id) }} data-whole-row>
                        {ticket.subject}
                      </Link>
                    }
                    sub={`${ticket.requester.name} · #${ticket.id}`}
                  >
                    <StatusChip status={ticket.status} />
                    <TimeAgo at={ticket.updated_at} form="narrow" />
                  </Row>
                ))}
              </Rows>
              <MoreButton list={list} />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
