import {
  apiUrl,
  deleteHeldReply,
  type HeldReplyRead,
  listHeldRepliesOptions,
  listHeldRepliesQueryKey,
} from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Draft, returnDraft } from './drafts';

type Held = { items: HeldReplyRead[] };

/** One's own replies that the server still holds, or could not send. */
export function useHeld(ticketId: number): HeldReplyRead[] {
  const { data } = useQuery({
    ...listHeldRepliesOptions({ path: { ticket_id: ticketId } }),
    // Where no live hint comes, they are asked for until they have left.
    refetchInterval: (query) => (query.state.data?.items.some(({ refused }) => !refused) ? 2000 : false),
  });
  return data?.items ?? [];
}

/** A held reply as a draft again: with its files, and its pictures by their present addresses. */
function draftOf({ html, files }: HeldReplyRead): Draft {
  const uploads = files.map((file) => {
    const inText = html.includes(file.id);
    return {
      key: file.id,
      name: file.name,
      size: file.size,
      shown: inText ? file.url : null,
      local: null,
      progress: 1,
      file: { ...file, url: inText ? file.url : apiUrl(file.url) },
      failed: null,
      stop: () => {},
    };
  });
  return { html, uploads, sendKey: crypto.randomUUID(), returns: 0 };
}

/** Holding on this side: what the server took is shown at once, and can be taken back. */
export function useHolding(ticketId: number, onReturn: () => void) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { ticket_id: ticketId };
  const change = (items: (now: HeldReplyRead[]) => HeldReplyRead[]) =>
    queries.setQueryData<Held>(listHeldRepliesQueryKey({ path }), (now) => ({
      ...now,
      items: items(now?.items ?? []),
    }));

  const show = (held: HeldReplyRead) => change((now) => [...now.filter(({ id }) => id !== held.id), held]);
  const takeBack = async (held: HeldReplyRead, draft?: Draft) => {
    try {
      await deleteHeldReply({ path: { ...path, held_reply_id: held.id } });
    } catch (error) {
      toastFailure(t`It was not taken back`, error);
      return;
    }
    change((now) => now.filter(({ id }) => id !== held.id));
    returnDraft(ticketId, 'reply', draft ?? draftOf(held));
    onReturn();
  };
  return { show, takeBack };
}
