import {
  type ListTicketsData,
  listTicketsInfiniteOptions,
  paging,
  searchTicketsOptions,
} from '@deskbell/api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

type Query = NonNullable<ListTicketsData['query']>;

const PAGE = 50;
/** A search answers at most this many tickets, best first. */
const MOST_FOUND = 50;

/** The tickets of a view, page by page as the reader scrolls; or those that hold the words. */
export function useTickets(query: Query, words: string | undefined) {
  const listed = useInfiniteQuery({
    ...listTicketsInfiniteOptions({ query: { ...query, limit: PAGE } }),
    ...paging,
    enabled: !words,
  });
  const found = useQuery({
    ...searchTicketsOptions({ query: { q: words ?? '', limit: MOST_FOUND } }),
    enabled: Boolean(words),
    placeholderData: keepPreviousData,
  });
  const tickets = useMemo(() => {
    const rows = words ? (found.data?.items ?? []) : (listed.data?.pages.flatMap((page) => page.items) ?? []);
    // A ticket that moved up between two pages came twice.
    return [...new Map(rows.map((row) => [row.id, row])).values()];
  }, [words, listed.data, found.data]);
  const active = words ? found : listed;
  return {
    tickets,
    isPending: active.isPending,
    error: active.error,
    refetch: () => void active.refetch(),
    hasMore: !words && listed.hasNextPage,
    loadMore: () => {
      if (listed.hasNextPage && !listed.isFetchingNextPage) void listed.fetchNextPage();
    },
  };
}
