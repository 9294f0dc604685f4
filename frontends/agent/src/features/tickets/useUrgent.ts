import { listPrioritiesOptions, type TicketSummary } from '@deskbell/api';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/** Tells whether a ticket's priority is in the upper half of this helpdesk's priorities: worth a flag. */
export function useUrgent(): (ticket: TicketSummary) => boolean {
  const { data } = useQuery(listPrioritiesOptions());
  return useMemo(() => {
    const ranks = data?.items.map(({ rank }) => rank).sort((a, b) => a - b) ?? [];
    const from = ranks[Math.ceil(ranks.length / 2)] ?? Number.POSITIVE_INFINITY;
    return (ticket) => (ticket.agent?.priority.rank ?? 0) >= from;
  }, [data]);
}
