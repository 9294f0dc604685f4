import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { followStream } from './gen';
import * as keys from './gen/@tanstack/react-query.gen';
import { home, renew, sessionStore } from './session';

/** One line of the stream: something happened; what it is now has to be asked. */
interface Hint {
  type: string;
  ticket_id?: number | null;
}
/** What the tabs of a browser tell each other. */
interface Message {
  /** How far the stream has been read. */
  id?: string;
  hint?: Hint;
  /** More happened than can be told. */
  reset?: true;
  /** Whether the server could not be reached again and again. */
  lost?: boolean;
  /** A new tab's question how far the stream has been read, and what it missed while it was loading. */
  where?: string;
  /** The answer to that tab, for it alone. */
  to?: string;
  missed?: Hint[];
}

const LONGEST_WAIT = 30_000;
/** How long a page may have been loading its data before it listens. */
const LONGEST_LOADING = 30_000;
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
  category: () => [keys.listCategoriesQueryKey(), keys.listArticlesQueryKey()],
  article: () => [
    keys.listArticlesQueryKey(),
    keys.listCategoriesQueryKey(),
    keys.getArticleQueryKey({ path: {} as never }),
  ],
  organization: () => [
    keys.listOrganizationsQueryKey(),
    keys.listMyOrganizationsQueryKey(),
    keys.listMyOrganizationInvitationsQueryKey(),
    keys.listTicketsQueryKey(),
  ],
  label: () => [keys.listLabelsQueryKey()],
  status: () => [keys.listStatusesQueryKey()],
  priority: () => [keys.listPrioritiesQueryKey()],
  ticket_type: () => [keys.listTicketTypesQueryKey()],
  team: () => [keys.listTeamsQueryKey()],
  helpdesk: () => [keys.getHelpdeskQueryKey(), keys.getSettingsQueryKey()],
  agent_group: () => [
    keys.getMyPermissionsQueryKey(),
    keys.listTicketsQueryKey(),
    keys.listOpenCountsQueryKey(),
  ],
  user: () => [
    keys.getMyPermissionsQueryKey(),
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
async function read(
  from: string | undefined,
  since: number,
  signal: AbortSignal,
  tell: (message: Message) => void,
) {
  let cut = false;
  const { stream } = await followStream({
    signal,
    // What was fetched before the stream is there may be out of date by then.
    query: from ? {} : { since_seconds: Math.ceil((Date.now() - since) / 1000) },
    headers: from ? { 'Last-Event-ID': from } : {},
    sseMaxRetryAttempts: 1,
    onSseError: () => {
      cut = true;
    },
    onSseEvent: ({ event, data, id }) => {
      if (event === 'reset') tell({ reset: true, id });
      else if (event === 'hint') tell({ hint: data as unknown as Hint, id });
      else tell({ id });
    },
  });
  for await (const _ of stream);
  return cut;
}

let lost = false;
const listeners = new Set<() => void>();

function find(now: boolean): void {
  if (lost === now) return;
  lost = now;
  for (const listener of listeners) listener();
}

/** Whether the server has been out of reach for a while, for `useSyncExternalStore`. */
export const lostStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): boolean => lost,
};

/**
 * Keeps the screens true while this person is signed in. The tabs of a browser share one stream for each home:
 * whoever holds the lock reads it and passes everything on; when that tab goes, the next one reads on from
 * where it was. Returns what stops it.
 */
export function followLive(queries: QueryClient, userId: number): () => void {
  // Each home hears only what its sessions may.
  const name = `deskbell-live-${home()}-${userId}`;
  const stop = new AbortController();
  const tabs = new BroadcastChannel(name);
  const me = crypto.randomUUID();
  const since = Date.now() - Math.min(performance.now(), LONGEST_LOADING);
  let leads = false;
  let last: string | undefined;
  let recent: { at: number; hint: Hint }[] = [];

  const apply = ({ id, hint, reset, lost, missed = [] }: Message) => {
    last = id ?? last;
    for (const each of missed) apply({ hint: each });
    if (lost !== undefined) find(lost);
    if (reset) void queries.invalidateQueries();
    else if (hint) for (const queryKey of staleQueries(hint)) void queries.invalidateQueries({ queryKey });
  };
  const tell = (message: Message) => {
    apply(message);
    tabs.postMessage(message);
    if (message.hint) {
      const oldest = Date.now() - LONGEST_LOADING;
      recent = [...recent.filter(({ at }) => at > oldest), { at: Date.now(), hint: message.hint }];
    }
  };
  tabs.onmessage = ({ data }: MessageEvent<Message>) => {
    if (!data.where) {
      if (!data.to || data.to === me) apply(data);
    } else if (leads) {
      tabs.postMessage({ to: data.where, id: last, lost, missed: recent.map(({ hint }) => hint) });
    }
  };
  tabs.postMessage({ where: me });

  const lead = async () => {
    leads = true;
    let wait = 500;
    while (!stop.signal.aborted && sessionStore.read().status === 'in') {
      let heard = false;
      const cut = await read(last, since, stop.signal, (message) => {
        heard = true;
        tell(lost ? { ...message, lost: false } : message);
      });
      if (stop.signal.aborted) return;
      // The server ends a stream when the token dies or the rights change: the refresh tells which.
      if (!cut) await renew();
      wait = heard ? 500 : Math.min(wait * 2, LONGEST_WAIT);
      if (wait > 2000) tell({ lost: true });
      await pause(wait * (0.75 + Math.random() / 2));
    }
  };
  navigator.locks.request(name, { signal: stop.signal }, lead).catch(() => {
    // Aborted while waiting for the lock: another tab leads.
  });
  return () => {
    stop.abort();
    tabs.close();
    find(false);
  };
}
