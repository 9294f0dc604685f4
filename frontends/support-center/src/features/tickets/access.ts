import {
  createMessage,
  getTicketOptions,
  listMessagesInfiniteOptions,
  type OpenedLink,
  paging,
  removeTicketPrivate,
  sendFile,
  setSolved,
  setTicketPrivate,
} from '@deskbell/api';
import type { SendFile } from './uploads';

const POLL = 15_000;

/** As whom a ticket is looked at: who is signed in, or the bearer of a link, for whom nothing is live. */
export function ticketAccess(ticketId: number, link: OpenedLink | null) {
  const path = { ticket_id: ticketId };
  const as = link ? { fetch: link.authorize((request) => fetch(request)) } : {};
  const refetchInterval = link ? POLL : (false as const);
  const ticket = getTicketOptions({ path, ...as });
  const messages = listMessagesInfiniteOptions({ path, ...as });
  const apart = <Key extends readonly unknown[]>(key: Key): Key =>
    (link ? [...key, 'link'] : key) as unknown as Key;
  const upload: SendFile = async (file, tell, signal) => ({
    ...(await sendFile(file, tell, signal, link?.authorize)),
    claim: null,
  });
  return {
    ticket: { ...ticket, queryKey: apart(ticket.queryKey), refetchInterval },
    messages: { ...messages, ...paging, queryKey: apart(messages.queryKey), refetchInterval },
    upload,
    reply: async (body: { text: string; file_ids: string[] }, key: string) =>
      (await createMessage({ path, body, headers: { 'Idempotency-Key': key }, ...as })).data,
    keep: async (alone: boolean) =>
      (await (alone ? setTicketPrivate({ path, ...as }) : removeTicketPrivate({ path, ...as }))).data,
    solve: async () => (await setSolved({ path, ...as })).data,
  };
}

export type TicketAccess = ReturnType<typeof ticketAccess>;
