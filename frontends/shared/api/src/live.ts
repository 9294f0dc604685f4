import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { followStream } from './gen';
import * as keys from './gen/@tanstack/react-query.gen';
import { renew, sessionStore } from './session';

/** One line of the stream: something happened; what it is now has to be asked. */
interface Hint {
  type: string;
  ticket_id?: number | null;
}
type Message = { hint: Hint | null; id: string | undefined };

const LONGEST_WAIT = 30_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Which queries an event makes stale, by the first part of its type. */
const STALE: Record<string, (hint: Hint) => QueryKey[]> = {
  ticket: ({ ticket_id: id }) => [
    keys.listTicketsQueryKey(),
    keys.listOpenCountsQueryKey(),
    // Whatever was searched for.
    keys.searchTicketsQueryKey({ query: {} as never }),
    ...(id == null
      ? []
      : [
          keys.getTicketQueryKey({ path: { ticket_id: id } }),
          keys.listMessagesQueryKey({ path: { ticket_id: id } }),
          keys.listHeldRepliesQueryKey({ path: { ticket_id: id } }),
          keys.listHistoryQueryKey({ path: { ticket_id: id } }),
          keys.listInboundMailsQueryKey({ query: { ticket_id: id } }),
        ]),
  ],
  outgoing_mail: ({ ticket_id: id }) => [
    keys.getOutgoingStatusQueryKey(),
    ...(id == null ? [] : [keys.listTicketDeliveriesQueryKey({ path: { ticket_id: id } })]),
  ],
  inbound_mail: ({ ticket_id: id }) => [
    keys.listInboundMailsQueryKey(),
    // A report about a mail that went out.
    ...(id == null ? [] : [keys.listTicketDeliveriesQueryKey({ path: { ticket_id: id } })]),
  ],
  mailbox: () => [keys.getOutgoingStatusQueryKey()],
  held_reply: ({ ticket_id: id }) =>
    id == null ? [] : [keys.listHeldRepliesQueryKey({ path: { ticket_id: id } })],
  notification: () => [keys.listNotificationsQueryKey(), keys.countUnreadNotificationsQueryKey()],
  department: () => [
    keys.listDepartmentsQueryKey(),
    keys.listOpenCountsQueryKey(),
    keys.listTicketsQueryKey(),
  ],
  label: () => [keys.listLabelsQueryKey()],
  user: () => [
    keys.listAgentsQueryKey(),
    keys.listDepartmentsQueryKey(),
    keys.listOpenCountsQueryKey(),
    keys.listTicketsQueryKey(),
  ],
  session: () => [keys.listSessionsQueryKey()],
};

/** The queries that have to be asked again because of this event. */
export function staleQueries(hint: Hint): QueryKey[] {
  return STALE[hint.type.split('.')[0] ?? '']?.(hint) ?? [];
}

/** Reads one connection to its end; tells whether it was cut (true) or ended by the server (false). */
async function read(from: string | undefined, signal: AbortSignal, tell: (message: Message) => void) {
  let cut = false;
  const { stream } = await followStream({
    signal,
    headers: from ? { 'Last-Event-ID': from } : {},
    sseMaxRetryAttempts: 1,
    onSseError: () => {
      cut = true;
    },
    onSseEvent: ({ event, data, id }) => {
      if (event === 'reset') tell({ hint: null, id });
      else if (event === 'hint') tell({ hint: data as unknown as Hint, id });
    },
  });
  for await (const _ of stream);
  return cut;
}

/**
 * Keeps the screens true while somebody is signed in. The tabs of a browser share one stream: whoever holds
 * the lock reads it and passes the hints on. Returns what stops it.
 */
export function followLive(queries: QueryClient): () => void {
  const stop = new AbortController();
  const tabs = new BroadcastChannel('deskbell-live');
  let last: string | undefined;

  const apply = ({ hint, id }: Message) => {
    last = id ?? last;
    if (!hint) void queries.invalidateQueries();
    else for (const queryKey of staleQueries(hint)) void queries.invalidateQueries({ queryKey });
  };
  const tell = (message: Message) => {
    apply(message);
    tabs.postMessage(message);
  };
  tabs.onmessage = (event: MessageEvent<Message>) => apply(event.data);

  const lead = async () => {
    let wait = 500;
    while (!stop.signal.aborted && sessionStore.read().status === 'in') {
      const began = Date.now();
      const cut = await read(last, stop.signal, tell);
      if (stop.signal.aborted) return;
      // The server ends a stream when the token dies or the rights change: the refresh tells which.
      if (!cut) await renew();
      wait = Date.now() - began > 10_000 ? 500 : Math.min(wait * 2, LONGEST_WAIT);
      await pause(wait * (0.75 + Math.random() / 2));
    }
  };
  navigator.locks.request('deskbell-live', { signal: stop.signal }, lead).catch(() => {
    // Aborted while waiting for the lock: another tab leads.
  });
  return () => {
    stop.abort();
    tabs.close();
  };
}
