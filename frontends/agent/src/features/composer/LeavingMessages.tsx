import type { Ref } from '@deskbell/api';
import { Message } from '../ticket/Message';
import { type Leaving, useLeaving } from './outbox';
import { outgoing } from './outgoing';

function asMessage({ ticketId, mode, draft, at }: Leaving, me: Ref) {
  const files = draft.uploads.flatMap(({ file, shown }) => (file && shown === null ? [file] : []));
  return {
    id: 0,
    ticket_id: ticketId,
    kind: mode === 'note' ? ('internal' as const) : ('public' as const),
    channel: 'web',
    author: { id: me.id, name: me.name, staff: true },
    html: outgoing(draft).html,
    text: '',
    reply_html: null,
    attachments: files.map((file) => ({ ...file, inline: false })),
    created_at: at,
  };
}

/** What was just sent, shown before the server has it. */
export function LeavingMessages({ ticketId, me }: { ticketId: number; me: Ref }) {
  return useLeaving(ticketId).map((each) => <Message key={each.key} message={asMessage(each, me)} sending />);
}
