import {
  type FoundTicket,
  type ListTicketsData,
  listTicketsInfiniteOptions,
  paging,
  searchTicketsInfiniteOptions,
  type TicketSummary,
} from '@deskbell/api';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

type Query = NonNullable<ListTicketsData['query']>;

const PAGE = 50;

/** The tickets of a view, page by page as the reader scrolls; or those that hold the words. */
export function useTickets(query: Query, words: string | undefined) {
  const listed = useInfiniteQuery({
    ...listTicketsInfiniteOptions({ query: { ...query, limit: PAGE } }),
    ...paging,
    enabled: !words,
  });
  const found = useInfiniteQuery({
    ...searchTicketsInfiniteOptions({ query: { q: words ?? '', limit: PAGE } }),
    ...paging,
    enabled: Boolean(words),
    placeholderData: keepPreviousData,
  });
  const active = words ? found : listed;
  const pages: { items: (FoundTicket | TicketSummary)[] }[] | undefined = active.data?.pages;
  // A ticket that moved up between two pages came twice.
  const tickets = useMemo(
    () => [...new Map(pages?.flatMap((page) => page.items).map((row) => [row.id, row])).values()],
    [pages],
  );
  return {
    tickets,
    isPending: active.isPending,
    error: active.error,
    refetch: () => void active.refetch(),
    hasMore: active.hasNextPage,
    loadMore: () => {
      if (active.hasNextPage && !active.isFetchingNextPage) void active.fetchNextPage();
    },
  };
}
