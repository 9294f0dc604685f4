import { searchTicketsOptions, type TicketSummary } from '@deskbell/api';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

const MOST = 6;

/** Tickets by number, by reference or by words; nothing before there is something to look for. */
export function useFound(typed: string): { tickets: TicketSummary[]; searching: boolean } {
  const [settled] = useDebouncedValue(typed.trim(), 120);
  const words = /^\d+$/.test(settled) ? `#${settled}` : settled;
  const { data, isFetching } = useQuery({
    ...searchTicketsOptions({ query: { q: words, limit: MOST } }),
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
  });
  if (typed.trim().length === 0 || words.length < 2) return { tickets: [], searching: false };
  return { tickets: data?.items ?? [], searching: isFetching || settled !== typed.trim() };
}
