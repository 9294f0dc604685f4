import type { HeldReplyRead, Ref } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { Message } from '../ticket/Message';
import { returnDraft } from './drafts';
import { useHeld, useHolding } from './held';
import { type Leaving, takeOff, useLeaving } from './outbox';
import { outgoing } from './outgoing';

type Shown = Pick<HeldReplyRead, 'html' | 'files'> & { note: boolean; at: string };

function asMessage({ html, files, note, at }: Shown, ticketId: number, me: Ref) {
  return {
    id: 0,
    ticket_id: ticketId,
    kind: note ? ('internal' as const) : ('public' as const),
    channel: 'web',
    author: { id: me.id, name: me.name, staff: true },
    html,
    text: '',
    reply_html: null,
    attachments: files.map((file) => ({ ...file, inline: false })),
    created_at: at,
  };
}

function ofDraft({ mode, draft, at }: Leaving): Shown {
  const files = draft.uploads.flatMap(({ file, shown }) => (file && shown === null ? [file] : []));
  return { html: outgoing(draft).html, files, note: mode === 'note', at };
}

function ofHeld({ html, files, created_at }: HeldReplyRead): Shown {
  return { html, files: files.filter(({ id }) => !html.includes(id)), note: false, at: created_at };
}

type Props = { ticketId: number; me: Ref; onReturn: () => void };

/** What was just sent: on its way to the server, or held by it; and what it could not send. */
export function LeavingMessages({ ticketId, me, onReturn }: Props) {
  const held = useHeld(ticketId);
  const leaving = useLeaving(ticketId);
  const { takeBack } = useHolding(ticketId, onReturn);
  const giveBack = ({ key, mode, draft }: Leaving) => {
    takeOff(key);
    returnDraft(ticketId, mode, draft);
    onReturn();
  };
  return (
    <>
      {held.map((each) => (
        <div key={each.id}>
          <Message message={asMessage(ofHeld(each), ticketId, me)} sending={!each.refused} />
          {each.refused && (
            <Alert color="red" title={<Trans>This reply was not sent</Trans>}>
              <Trans>
                The ticket or your rights have changed since. Take it back, look, and send it again.
              </Trans>
              <Button size="compact-sm" variant="light" mt={6} onClick={() => void takeBack(each)}>
                <Trans>Take it back</Trans>
              </Button>
            </Alert>
          )}
        </div>
      ))}
      {leaving.map((each) => (
        <div key={each.key}>
          <Message message={asMessage(ofDraft(each), ticketId, me)} sending />
          {each.waits && (
            <Alert color="yellow" title={<Trans>The server can't be reached</Trans>}>
              <Trans>This leaves by itself as soon as there is a connection. Keep the page open.</Trans>
              <Button size="compact-sm" variant="light" mt={6} onClick={() => giveBack(each)}>
                <Trans>Take it back</Trans>
              </Button>
            </Alert>
          )}
        </div>
      ))}
    </>
  );
}
