import { listTicketsInfiniteOptions, paging } from '@deskbell/api';
import { Loaded, MoreButton, Panel, Row, Rows, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type Props = {
  of: { organization_id: number[] } | { requester_id: number[] };
  label: string;
  none: ReactNode;
};

/** The tickets of a person or an organization, as far as the agent may see them, the last changed first. */
export function Tickets({ of, label, none }: Props) {
  const list = useInfiniteQuery({
    ...listTicketsInfiniteOptions({ query: { ...of, limit: 10 } }),
    ...paging,
  });
  return (
    <Panel title={<Trans>Tickets</Trans>}>
      <Loaded query={list} failure={<Trans>The tickets did not come</Trans>}>
        {({ pages }) => {
          const tickets = pages.flatMap((page) => page.items);
          if (tickets.length === 0) return none;
          return (
            <>
              <Rows label={label}>
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
