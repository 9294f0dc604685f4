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
import { toast, toastFailure, toastUndo } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Draft, forgetDraft, type Mode, returnDraft, takeDraft, whenUploaded } from './drafts';
import { leave } from './outbox';
import { outgoing } from './outgoing';

type Pages = InfiniteData<{ items: MessageRead[] }>;

function withMessage(data: Pages | undefined, message: MessageRead): Pages | undefined {
  const last = data?.pages.at(-1);
  if (!data || !last || last.items.some((item) => item.id === message.id)) return data;
  return { ...data, pages: [...data.pages.slice(0, -1), { ...last, items: [...last.items, message] }] };
}

async function post(ticketId: number, mode: Mode, draft: Draft, status_id: number | undefined) {
  const path = { ticket_id: ticketId };
  const headers = { 'Idempotency-Key': draft.sendKey };
  const body = outgoing(draft);
  // A page that is being closed sends it all the same.
  const keepalive = mode === 'reply' && new Blob([body.html]).size < 40_000;
  if (mode === 'reply')
    return (await createMessage({ path, headers, keepalive, body: { ...body, status_id } })).data;
  const { data } = await createNote({ path, headers, body });
  if (status_id !== undefined) await setStatusOfTicket({ path, body: { status_id } });
  return data;
}

type Target = { ticketId: number; mode: Mode; solvedId: number | undefined; onReturn: () => void };

/** Sends the draft once its files have arrived. A reply can be called back; what was not sent is a draft again. */
export function useSend({ ticketId, mode, solvedId, onReturn }: Target) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState(false);
  const path = { ticket_id: ticketId };

  const refresh = () => {
    const stale = [
      getTicketQueryKey({ path }),
      listMessagesQueryKey({ path }),
      listHistoryQueryKey({ path }),
    ];
    for (const queryKey of [...stale, listTicketsQueryKey()]) void queries.invalidateQueries({ queryKey });
  };
  const send = async (solve: boolean) => {
    setWaiting(true);
    await whenUploaded(ticketId, mode);
    setWaiting(false);
    const draft = takeDraft(ticketId, mode);
    const { released, undo, done } = leave(ticketId, mode, draft);
    const hide = undo && toastUndo(t`Sending…`, undo);
    const confirmed = await released;
    hide?.();
    if (!confirmed) {
      returnDraft(ticketId, mode, draft);
      return onReturn();
    }
    try {
      const message = await post(ticketId, mode, draft, solve ? solvedId : undefined);
      const queryKey = listMessagesInfiniteQueryKey({ path, query: { limit: 100 } });
      queries.setQueryData<Pages>(queryKey, (data) => withMessage(data, message));
      forgetDraft(draft);
      if (solve) toast(t`Sent and solved`);
    } catch (error) {
      returnDraft(ticketId, mode, draft);
      toastFailure(t`Not sent: your text is still here`, error);
    }
    done();
    refresh();
  };
  return { send: (solve: boolean) => void send(solve), waiting };
}
