import {
  type Failure,
  getTicket,
  getTicketQueryKey,
  isFailure,
  listHistoryQueryKey,
  listTicketsQueryKey,
  type TicketRead,
  type TicketSummary,
} from '@deskbell/api';
import { toast, toastDone, toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useChangedNames } from './changedNames';

/** The header that makes the API refuse a change to what somebody else changed meanwhile. */
type Seen = { 'If-Match': string };

/** One change of a ticket: how it looks at once, how it is asked for, and what it is about. */
export interface TicketChange {
  /** Says that it was done: "Assigned to Ben". */
  done: string;
  /** Names the failed act: "The status was not changed". */
  failure: string;
  preview: (ticket: TicketRead) => TicketRead;
  /** The part that is changed; when only other parts were changed by somebody else, it goes through. */
  part: (ticket: TicketRead) => unknown;
  send: (path: { ticket_id: number }, headers: Partial<Seen>) => Promise<{ data: TicketRead }>;
  /** What takes it back, from what the ticket was; nothing where it changed nothing. */
  undo: (before: TicketSummary) => TicketChange | null;
}

/** `undone`: it takes back another one, and is not offered to be taken back itself. */
type Asked = TicketChange & { seen: TicketRead; undone?: boolean };
type ListPage = { items: TicketSummary[] };

function inList(data: InfiniteData<ListPage> | ListPage | undefined, ticket: TicketSummary) {
  if (!data || !('pages' in data)) return data;
  const replace = (row: TicketSummary) => (row.id === ticket.id ? { ...row, ...ticket } : row);
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(replace) })) };
}

const isStale = (error: unknown): error is Failure => isFailure(error) && error.status === 412;

/** Changes a ticket: shown at once, taken back with a word of advice when the API refuses. */
export function useTicketChange(ticketId: number) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const changedNames = useChangedNames();
  const path = { ticket_id: ticketId };
  const queryKey = getTicketQueryKey({ path });

  const show = (ticket: TicketRead) => {
    queries.setQueryData(queryKey, ticket);
    queries.setQueriesData<InfiniteData<ListPage> | ListPage>({ queryKey: listTicketsQueryKey() }, (data) =>
      inList(data, ticket),
    );
  };

  const mutationKey = ['change-ticket', ticketId];
  /** Whether a later change waits already: what it shows must not be overwritten by this one's answer. */
  const another = () => queries.isMutating({ mutationKey }) > 1;

  const change = useMutation({
    mutationKey,
    // One after the other, so that each knows the version that the one before made.
    scope: { id: `ticket-${ticketId}` },
    mutationFn: async ({ send, part, seen }: Asked) => {
      const version = queries.getQueryData<TicketRead>(queryKey)?.version ?? seen.version;
      try {
        return (await send(path, { 'If-Match': `"${version}"` })).data;
      } catch (error) {
        if (!isStale(error)) throw error;
        const { data: fresh } = await getTicket({ path });
        if (JSON.stringify(part(fresh)) !== JSON.stringify(part(seen))) throw error;
        return (await send(path, { 'If-Match': `"${fresh.version}"` })).data;
      }
    },
    onMutate: async ({ preview }) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<TicketRead>(queryKey);
      if (before) show(preview(before));
      return before;
    },
    onSuccess: (ticket, done, before) => {
      const inverse = before && !done.undone ? done.undo(before) : null;
      if (inverse) toastDone(done.done, () => change.mutate({ ...inverse, seen: ticket, undone: true }));
      const shown = queries.getQueryData<TicketRead>(queryKey);
      show(another() && shown ? { ...shown, version: ticket.version } : ticket);
    },
    onError: (error, change, before) => {
      if (before) show(before);
      if (isStale(error)) {
        const what = changedNames(error.changed);
        toast(t`Somebody was faster`, t`Meanwhile changed: ${what}. Look at it, then try again.`);
      } else {
        toastFailure(change.failure, error);
      }
    },
    onSettled: () => {
      if (another()) return;
      void queries.invalidateQueries({ queryKey });
      void queries.invalidateQueries({ queryKey: listTicketsQueryKey() });
      void queries.invalidateQueries({ queryKey: listHistoryQueryKey({ path }) });
    },
  });
  return change;
}
