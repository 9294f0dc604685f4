import { getTicketOptions, listStatusesOptions, type Ref as Named, type TicketRead } from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Drawer, Skeleton, Tooltip } from '@mantine/core';
import { IconCheck, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { useCommands } from '../palette/commands';
import { ConversationHeader } from './ConversationHeader';
import { useChanges } from './changes';
import { type OpenedProperty, Properties } from './Properties';
import { Thread } from './Thread';
import classes from './TicketView.module.css';
import { type TicketChange, useTicketChange } from './useTicketChange';

type Props = {
  ticketId: number;
  me: Named;
  wide: boolean;
  details: boolean;
  onDetails: (shown: boolean) => void;
  onBack: () => void;
  threadRef: RefObject<HTMLElement | null>;
  composer: (ticket: TicketRead) => ReactNode;
  leaving: ReactNode;
};

function HeaderSkeleton() {
  return (
    <div className={classes.headerSkeleton} aria-hidden="true">
      <Skeleton height={16} width="45%" />
      <Skeleton height={12} width="30%" />
    </div>
  );
}

/** One ticket: what it is about, what was said, and everything that can be changed about it. */
export function TicketView({
  ticketId,
  me,
  wide,
  details,
  onDetails,
  onBack,
  threadRef,
  composer,
  leaving,
}: Props) {
  const { t } = useLingui();
  const { data: ticket, error, refetch } = useQuery(getTicketOptions({ path: { ticket_id: ticketId } }));
  const { data: statuses } = useQuery(listStatusesOptions());
  const [opened, setOpened] = useState<OpenedProperty>(null);
  const [waiting, setWaiting] = useState<OpenedProperty>(null);
  const changes = useChanges();
  const change = useTicketChange(ticketId);
  const apply = (next: TicketChange) => {
    if (ticket) change.mutate({ ...next, seen: ticket });
  };

  const solved = statuses?.items.find((status) => status.kind === 'solved');
  const solvable = Boolean(
    ticket?.can.set_status && solved && !['solved', 'closed'].includes(ticket.status.kind),
  );
  const solve = () => {
    if (solvable && solved) apply(changes.status(solved));
  };
  const openProperty = (property: OpenedProperty) => {
    // A drawer takes the focus while it comes: the property has to wait for it.
    if (wide || details) setOpened(property);
    else setWaiting(property);
    onDetails(true);
  };
  const can = ticket?.can;
  const mine = ticket?.agent?.assignee?.id === me.id;
  const toAssignee = () => openProperty('assignee');
  const toStatus = () => openProperty('status');
  const toPriority = () => openProperty('priority');
  const toLabels = () => openProperty('labels');
  const takeIt = () => apply(changes.assignee(me));
  useCommands([
    solvable && { title: t`Solve`, keys: 'e', about: 'ticket', run: solve },
    Boolean(can?.assign) && { title: t`Assign`, keys: 'a', about: 'ticket', run: toAssignee },
    Boolean((can?.take || can?.assign) && !mine) && { title: t`Assign to me`, about: 'ticket', run: takeIt },
    Boolean(can?.set_status) && { title: t`Change the status`, keys: 's', about: 'ticket', run: toStatus },
    Boolean(can?.set_fields) && {
      title: t`Change the priority`,
      keys: 'p',
      about: 'ticket',
      run: toPriority,
    },
    Boolean(can?.label) && { title: t`Add a label`, keys: 't', about: 'ticket', run: toLabels },
    { title: t`Details`, about: 'ticket', run: () => onDetails(!details) },
  ]);

  if (error && !ticket) {
    return (
      <FailureNotice
        title={<Trans>The ticket could not be opened</Trans>}
        error={error}
        onRetry={() => void refetch()}
        back={
          <Button variant="default" size="xs" onClick={onBack}>
            <Trans>Back to the list</Trans>
          </Button>
        }
      />
    );
  }
  const panel = ticket && (
    <Properties
      ticket={ticket}
      me={me}
      opened={opened}
      onOpened={setOpened}
      onChange={apply}
      onDone={() => wide && threadRef.current?.focus()}
    />
  );
  const actions = (
    <>
      {solvable && (
        <Button size="xs" className={classes.solve} leftSection={<IconCheck size={15} />} onClick={solve}>
          <Trans>Solve</Trans>
        </Button>
      )}
      <Tooltip label={t`Details`}>
        <ActionIcon
          variant={details ? 'light' : 'subtle'}
          color={details ? 'iris' : 'gray'}
          size="lg"
          aria-label={t`Details`}
          aria-pressed={details}
          onClick={() => onDetails(!details)}
        >
          <IconLayoutSidebarRight size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </>
  );
  return (
    <div className={classes.view}>
      <div className={classes.conversation}>
        {ticket ? (
          <ConversationHeader
            ticket={ticket}
            onBack={onBack}
            onSubject={(next) => apply(changes.subject(next))}
            actions={actions}
          />
        ) : (
          <HeaderSkeleton />
        )}
        {/* A key of its own: the composer beside it has the ticket's, and equal ones leave the old thread standing. */}
        <Thread key={`thread ${ticketId}`} ticketId={ticketId} threadRef={threadRef} leaving={leaving} />
        {ticket && composer(ticket)}
      </div>
      {wide ? (
        details && (
          <aside className={classes.details} aria-label={t`Details`}>
            {panel}
          </aside>
        )
      ) : (
        <Drawer
          opened={details}
          onClose={() => onDetails(false)}
          onEnterTransitionEnd={() => {
            if (waiting) setOpened(waiting);
            setWaiting(null);
          }}
          position="right"
          size={320}
          title={<Trans>Details</Trans>}
          closeButtonProps={{ 'aria-label': t`Close` }}
        >
          {panel}
        </Drawer>
      )}
    </div>
  );
}
