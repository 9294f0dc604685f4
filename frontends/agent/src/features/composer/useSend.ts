import {
  createMessage,
  createNote,
  getTicketQueryKey,
  listHistoryQueryKey,
  listMessagesInfiniteQueryKey,
  listMessagesQueryKey,
  listTicketsQueryKey,
  type MessageRead,
  setStatusOfTicket,
} from '@deskbell/api';
import { toast, toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { dropDraft, type Mode, readDraft, whenUploaded } from './drafts';
import { outgoing } from './outgoing';

type Pages = InfiniteData<{ items: MessageRead[] }>;

function withMessage(data: Pages | undefined, message: MessageRead): Pages | undefined {
  const last = data?.pages.at(-1);
  if (!data || !last || last.items.some((item) => item.id === message.id)) return data;
  return { ...data, pages: [...data.pages.slice(0, -1), { ...last, items: [...last.items, message] }] };
}

/** Sends the draft once its files have arrived. What could not be sent stays where it was written. */
export function useSend(ticketId: number, mode: Mode, solvedId: number | undefined) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { ticket_id: ticketId };

  return useMutation({
    mutationFn: async ({ solve }: { solve: boolean }) => {
      const draft = await whenUploaded(ticketId, mode);
      const headers = { 'Idempotency-Key': readDraft(ticketId, mode).sendKey };
      const body = outgoing(draft);
      const status_id = solve ? solvedId : undefined;
      if (mode === 'reply')
        return (await createMessage({ path, headers, body: { ...body, status_id } })).data;
      const { data } = await createNote({ path, headers, body });
      if (status_id !== undefined) await setStatusOfTicket({ path, body: { status_id } });
      return data;
    },
    onSuccess: (message, { solve }) => {
      dropDraft(ticketId, mode);
      const queryKey = listMessagesInfiniteQueryKey({ path, query: { limit: 100 } });
      queries.setQueryData<Pages>(queryKey, (data) => withMessage(data, message));
      if (solve) toast(t`Sent and solved`);
    },
    onError: (error) => toastFailure(t`Not sent: your text is still here`, error),
    onSettled: () => {
      const stale = [
        getTicketQueryKey({ path }),
        listMessagesQueryKey({ path }),
        listHistoryQueryKey({ path }),
      ];
      for (const queryKey of [...stale, listTicketsQueryKey()]) void queries.invalidateQueries({ queryKey });
    },
  });
}
