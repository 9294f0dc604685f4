import { listHistoryInfiniteOptions, listMessagesInfiniteOptions, paging, useAllPages } from '@deskbell/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { timeline } from './timeline';

/** Everything of a ticket in the order it happened. Long threads come in pages, one after the other. */
export function useThread(ticketId: number) {
  const options = { path: { ticket_id: ticketId }, query: { limit: 100 } };
  const messages = useInfiniteQuery({ ...listMessagesInfiniteOptions(options), ...paging });
  const history = useInfiniteQuery({ ...listHistoryInfiniteOptions(options), ...paging });
  useAllPages(messages, history);
  const items = useMemo(
    () =>
      timeline(
        messages.data?.pages.flatMap((page) => page.items) ?? [],
        history.data?.pages.flatMap((page) => page.items) ?? [],
      ),
    [messages.data, history.data],
  );
  return { items, messages, isReady: Boolean(messages.data && (history.data || history.error)) };
}
