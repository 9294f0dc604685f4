import { useEffect } from 'react';

type Paged = { hasNextPage: boolean; isFetching: boolean; fetchNextPage: () => Promise<unknown> };

/** Fetches page after page until the end, of lists that are needed as a whole. */
export function useAllPages(...lists: Paged[]): void {
  useEffect(() => {
    for (const list of lists) if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
  });
}
