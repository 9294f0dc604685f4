import {
  createHeldReply,
  createNote,
  getTicketQueryKey,
  type HeldReplyRead,
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
import { useHolding } from './held';
import { leave } from './outbox';
import { outgoing } from './outgoing';

/** As long as the server holds a reply; a note reaches no customer and leaves at once. */
const HELD_MS = 5000;
/** Until then it has become a message, also where no live hint tells of it. */
const SETTLING_MS = 1500;
/** A page that closes may send this much (bytes) behind itself. */
const LARGEST_PARTING = 40_000;

type Pages = InfiniteData<{ items: MessageRead[] }>;

function withMessage(data: Pages | undefined, message: MessageRead): Pages | undefined {
  const last = data?.pages.at(-1);
  if (!data || !last || last.items.some((item) => item.id === message.id)) return data;
  return { ...data, pages: [...data.pages.slice(0, -1), { ...last, items: [...last.items, message] }] };
}

const named = (draft: Draft) => ({ 'Idempotency-Key': draft.sendKey });

async function postReply(ticketId: number, draft: Draft, status_id: number | undefined) {
  const body = { ...outgoing(draft), status_id };
  // A page that is being closed sends it all the same.
  const keepalive = new Blob([body.html]).size < LARGEST_PARTING;
  const path = { ticket_id: ticketId };
  return (await createHeldReply({ path, headers: named(draft), keepalive, body })).data;
}

async function postNote(ticketId: number, draft: Draft, status_id: number | undefined) {
  const path = { ticket_id: ticketId };
  const { data } = await createNote({ path, headers: named(draft), body: outgoing(draft) });
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
  const { show, takeBack } = useHolding(ticketId, onReturn);

  const refresh = () => {
    const stale = [
      getTicketQueryKey({ path }),
      listMessagesQueryKey({ path }),
      listHistoryQueryKey({ path }),
    ];
    for (const queryKey of [...stale, listTicketsQueryKey()]) void queries.invalidateQueries({ queryKey });
  };
  /** The server holds it; for so long it can be taken back here. */
  const hold = (held: HeldReplyRead, draft: Draft, solve: boolean) => {
    show(held);
    const end = (left: boolean) => {
      hide();
      clearTimeout(timer);
      if (!left) return;
      forgetDraft(draft);
      if (solve) toast(t`Sent and solved`);
      setTimeout(refresh, SETTLING_MS);
    };
    const hide = toastUndo(t`Sending…`, () => {
      end(false);
      void takeBack(held, draft);
    });
    const timer = setTimeout(() => end(true), HELD_MS);
  };
  const send = async (solve: boolean) => {
    setWaiting(true);
    await whenUploaded(ticketId, mode);
    setWaiting(false);
    const draft = takeDraft(ticketId, mode);
    const statusId = solve ? solvedId : undefined;
    try {
      if (mode === 'reply') {
        const held = await leave(ticketId, mode, draft, () => postReply(ticketId, draft, statusId));
        if (held) hold(held, draft, solve);
      } else {
        const message = await leave(ticketId, mode, draft, () => postNote(ticketId, draft, statusId));
        if (!message) return;
        const queryKey = listMessagesInfiniteQueryKey({ path, query: { limit: 100 } });
        queries.setQueryData<Pages>(queryKey, (data) => withMessage(data, message));
        forgetDraft(draft);
        if (solve) toast(t`Sent and solved`);
      }
    } catch (error) {
      returnDraft(ticketId, mode, draft);
      toastFailure(t`Not sent: your text is still here`, error);
    }
    refresh();
  };
  return { send: (solve: boolean) => void send(solve), waiting };
}
