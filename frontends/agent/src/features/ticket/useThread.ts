import { listHistoryInfiniteOptions, listMessagesInfiniteOptions, paging, useAllPages } from '@deskbell/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMails } from '../mail/useMails';
import { timeline } from './timeline';

/** Everything of a ticket in the order it happened. Long threads come in pages, one after the other. */
export function useThread(ticketId: number) {
  const options = { path: { ticket_id: ticketId }, query: { limit: 100 } };
  const messages = useInfiniteQuery({ ...listMessagesInfiniteOptions(options), ...paging });
  const history = useInfiniteQuery({ ...listHistoryInfiniteOptions(options), ...paging });
  useAllPages(messages, history);
  const said = useMemo(() => messages.data?.pages.flatMap((page) => page.items) ?? [], [messages.data]);
  const items = useMemo(
    () => timeline(said, history.data?.pages.flatMap((page) => page.items) ?? []),
    [said, history.data],
  );
  return {
    items,
    messages,
    mails: useMails(ticketId, said),
    isReady: Boolean(messages.data && (history.data || history.error)),
  };
}
