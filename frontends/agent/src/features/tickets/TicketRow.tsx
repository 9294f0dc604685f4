import type { TicketSummary } from '@deskbell/api';
import { LabelChip, PersonAvatar, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, Tooltip } from '@mantine/core';
import { IconFlag3Filled } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import classes from './TicketRow.module.css';

type Props = {
  ticket: TicketSummary;
  index: number;
  offset: number;
  atCursor: boolean;
  urgent: boolean;
  open: boolean;
  selected: boolean;
  /** Whether any ticket is selected: then every row offers it. */
  selecting: boolean;
  onSelect: () => void;
  onOpen: () => void;
  onApproach: () => void;
};

function Marks({ ticket, urgent }: { ticket: TicketSummary; urgent: boolean }) {
  const { t } = useLingui();
  const part = ticket.agent;
  const label = part?.labels[0];
  const more = (part?.labels.length ?? 0) - 1;
  const priority = urgent ? part?.priority : null;
  return (
    <>
      <StatusChip status={ticket.status} />
      {priority && (
        <Tooltip label={t`Priority: ${priority.name}`}>
          <span className={classes.flag} style={{ '--flag': priority.color } as CSSProperties}>
            <IconFlag3Filled size={13} aria-label={t`Priority: ${priority.name}`} />
          </span>
        </Tooltip>
      )}
      {label && <LabelChip label={label} />}
      {more > 0 && <span className={classes.more}>+{more}</span>}
      <span className={classes.preview} dir="auto">
        {ticket.preview}
      </span>
    </>
  );
}

/** One line of the list: who, when, what about, and what state it is in. */
export function TicketRow(props: Props) {
  const { ticket, index, offset, atCursor, urgent, open, selected, selecting } = props;
  const { onSelect, onOpen, onApproach } = props;
  const { t } = useLingui();
  const assignee = ticket.agent?.assignee;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys for all its rows (j, k, Enter)
    <div
      id={`ticket-row-${ticket.id}`}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-current={open ? 'true' : undefined}
      className={classes.row}
      data-cursor={atCursor || undefined}
      data-selecting={selecting || undefined}
      data-new={ticket.status.kind === 'new' || undefined}
      style={{ transform: `translateY(${offset}px)` }}
      onClick={onOpen}
      onMouseEnter={onApproach}
    >
      <div role="gridcell" className={classes.cell}>
        <span className={classes.who}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            className={classes.check}
            aria-label={t`Select ticket #${ticket.id}`}
            checked={selected}
            onChange={onSelect}
            onClick={(event) => event.stopPropagation()}
          />
          <span className={classes.name}>{ticket.requester.name}</span>
          <span className={classes.number}>#{ticket.id}</span>
          <TimeAgo at={ticket.updated_at} form="narrow" className={classes.time} />
        </span>
        <span className={classes.subject} dir="auto">
          {ticket.subject}
        </span>
        <span className={classes.marks}>
          <Marks ticket={ticket} urgent={urgent} />
          {assignee ? (
            <Tooltip label={t`Assigned to ${assignee.name}`}>
              <span className={classes.assignee}>
                <PersonAvatar name={assignee.name} size={20} />
              </span>
            </Tooltip>
          ) : (
            <span className={classes.nobody}>
              <Trans>Unassigned</Trans>
            </span>
          )}
        </span>
      </div>
    </div>
  );
}
