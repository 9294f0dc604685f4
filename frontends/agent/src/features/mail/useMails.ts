import {
  type InboundMailRead,
  listInboundMailsInfiniteOptions,
  listTicketDeliveriesInfiniteOptions,
  type MessageRead,
  type OutgoingMailRead,
  paging,
  useAllPages,
} from '@deskbell/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/** The mails of a conversation by the message that they carry: those that went out, and the one that it came by. */
export function useMails(ticketId: number, messages: MessageRead[]) {
  const out = useInfiniteQuery({
    ...listTicketDeliveriesInfiniteOptions({ path: { ticket_id: ticketId }, query: { limit: 100 } }),
    ...paging,
  });
  const came = useInfiniteQuery({
    ...listInboundMailsInfiniteOptions({ query: { ticket_id: ticketId, limit: 100 } }),
    ...paging,
    enabled: messages.some((message) => message.channel === 'email'),
  });
  useAllPages(out, came);
  return useMemo(() => {
    const sent = new Map<number, OutgoingMailRead[]>();
    for (const mail of out.data?.pages.flatMap((page) => page.items) ?? []) {
      // What a colleague was told of it is not what became of the message.
      if (mail.message_id !== null && mail.kind !== 'notice')
        sent.set(mail.message_id, [...(sent.get(mail.message_id) ?? []), mail]);
    }
    const received = new Map<number, InboundMailRead>();
    for (const mail of came.data?.pages.flatMap((page) => page.items) ?? []) {
      if (mail.message_id !== null) received.set(mail.message_id, mail);
    }
    return { sent, received };
  }, [out.data, came.data]);
}
