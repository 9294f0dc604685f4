import {
  type ListTicketsData,
  listTicketsInfiniteOptions,
  paging,
  searchTicketsInfiniteOptions,
  type TicketSummary,
} from '@deskbell/api';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

type Query = NonNullable<ListTicketsData['query']>;

/** A ticket in a list; found by words it brings the place where they stand. */
export type ListedTicket = TicketSummary & { snippet?: string | null };

interface Page {
  items: ListedTicket[];
  next_cursor: string | null;
  total: number | null;
}

const PAGE = 50;

/** The tickets of a view, or those that hold the words, page by page as the reader scrolls. */
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
  const pages: Page[] | undefined = active.data?.pages;
  const tickets = useMemo(() => {
    const rows = pages?.flatMap((page) => page.items) ?? [];
    // A ticket that moved up between two pages came twice.
    return [...new Map(rows.map((row) => [row.id, row])).values()];
  }, [pages]);
  return {
    tickets,
    isPending: active.isPending,
    error: active.error,
    refetch: () => void active.refetch(),
    loadMore: () => {
      if (active.hasNextPage && !active.isFetchingNextPage) void active.fetchNextPage();
    },
    hasMore: active.hasNextPage,
  };
}
