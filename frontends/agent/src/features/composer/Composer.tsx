import { listStatusesOptions, type TicketRead } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, lazy, Suspense, useCallback, useRef, useState } from 'react';
import { useCommands } from '../palette/commands';
import classes from './Composer.module.css';
import { type Mode, readDraft, useDraft } from './drafts';
import { useHeld, useHolding } from './held';
import { isEmptyDraft } from './outgoing';
import { SendButtons } from './SendButtons';
import { UploadTray } from './UploadTray';
import { useSend } from './useSend';

const load = () => import('./Editor');
const Editor = lazy(() => load().then((module) => ({ default: module.Editor })));
requestIdleCallback?.(() => void load());

/** A note that was begun is taken up again; else one replies. */
function startingMode(ticketId: number): Mode {
  return readDraft(ticketId, 'note').html && !readDraft(ticketId, 'reply').html ? 'note' : 'reply';
}

type Props = {
  ticket: TicketRead;
  onLeave: () => void;
  /** A reply was called back, wherever its writer had gone meanwhile. */
  onReturn: () => void;
};

function ModeLine({ mode, ticket }: { mode: Mode; ticket: TicketRead }) {
  const { name, email } = ticket.requester;
  const copied = ticket.copied.join(', ');
  if (mode === 'reply') {
    return (
      <span className={classes.recipient} title={[email, copied].filter(Boolean).join(', ')}>
        {email ? (
          <Trans>
            To {name} · {email}
          </Trans>
        ) : (
          <Trans>To {name}, who has no mail address</Trans>
        )}
        {copied && (
          <>
            {' · '}
            <Trans>Copy to {copied}</Trans>
          </>
        )}
      </span>
    );
  }
  return (
    <span className={classes.warning}>
      <IconLock size={13} stroke={2} aria-hidden="true" />
      <Trans>Internal note — the customer never sees this</Trans>
    </span>
  );
}

/** Where an agent answers the customer, or leaves a note for colleagues; the two can't be confused. */
export function Composer({ ticket, onLeave, onReturn }: Props) {
  const { t } = useLingui();
  const { data: statuses } = useQuery(listStatusesOptions());
  const [picked, setMode] = useState<Mode>(() => startingMode(ticket.id));
  const [focusRequest, setFocusRequest] = useState(0);
  const mode = ticket.can[picked] ? picked : ticket.can.reply ? 'reply' : 'note';
  const draft = useDraft(ticket.id, mode);
  const addFiles = useRef<(files: File[]) => void>(() => {});
  const solved = statuses?.items.find((status) => status.kind === 'solved');
  const solvable = ticket.can.set_status && solved !== undefined && ticket.status.kind !== 'solved';
  const { send: leave, waiting } = useSend({ ticketId: ticket.id, mode, solvedId: solved?.id, onReturn });

  const write = (next: Mode) => {
    if (!ticket.can[next]) return;
    setMode(next);
    setFocusRequest((count) => count + 1);
  };
  const { takeBack } = useHolding(ticket.id, onReturn);
  const held = useHeld(ticket.id).find((each) => !each.refused);
  const reply = () => write('reply');
  const note = () => write('note');
  useCommands([
    held !== undefined && { title: t`Undo send`, about: 'ticket', run: () => void takeBack(held) },
    ticket.can.reply && { title: t`Reply to the customer`, keys: 'r', about: 'ticket', run: reply },
    ticket.can.note && { title: t`Write an internal note`, keys: 'n', about: 'ticket', run: note },
  ]);
  const send = (solve: boolean) => {
    if (!waiting && !isEmptyDraft(draft)) leave(solve && solvable);
  };
  const takeAdder = useCallback((add: (files: File[]) => void) => {
    addFiles.current = add;
  }, []);
  const drop = (event: DragEvent) => {
    if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    addFiles.current([...event.dataTransfer.files]);
  };

  if (!ticket.can.reply && !ticket.can.note) return null;
  return (
    <section
      className={classes.frame}
      data-mode={mode}
      aria-label={t`Write`}
      onDrop={drop}
      onDragOver={(event) => event.preventDefault()}
    >
      <div className={classes.head}>
        {ticket.can.reply && ticket.can.note && (
          <SegmentedControl
            size="xs"
            aria-label={t`Kind of message`}
            classNames={{ root: classes.modes }}
            value={mode}
            onChange={(next) => write(next as Mode)}
            data={[
              { value: 'reply', label: t`Reply` },
              { value: 'note', label: t`Note` },
            ]}
          />
        )}
        <ModeLine mode={mode} ticket={ticket} />
      </div>
      <Suspense fallback={<Skeleton height={118} radius="md" />}>
        <Editor
          key={`${ticket.id}:${mode}:${draft.returns}`}
          ticketId={ticket.id}
          mode={mode}
          label={mode === 'note' ? t`Internal note` : t`Reply`}
          placeholder={mode === 'note' ? t`What should your colleagues know?` : t`Write to the customer…`}
          focusRequest={focusRequest}
          onSend={send}
          onLeave={onLeave}
          onReady={takeAdder}
        >
          <SendButtons
            mode={mode}
            solvable={solvable}
            disabled={isEmptyDraft(draft)}
            sending={waiting}
            onFiles={(files) => addFiles.current(files)}
            onSend={send}
          />
        </Editor>
      </Suspense>
      <UploadTray ticketId={ticket.id} mode={mode} />
    </section>
  );
}
