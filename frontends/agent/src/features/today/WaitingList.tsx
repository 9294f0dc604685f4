import type { WaitingTicket } from '@deskbell/api';
import { PersonAvatar, StatusChip, TimeAgo } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import classes from './Today.module.css';

type Props = { title: string; empty: string; tickets: WaitingTicket[] };

function Line({ ticket }: { ticket: WaitingTicket }) {
  const assignee = ticket.agent?.assignee;
  return (
    <Link to="/tickets/$ticketId" params={{ ticketId: String(ticket.id) }} className={classes.line}>
      <PersonAvatar name={ticket.requester.name} size={28} />
      <span className={classes.about}>
        <span className={classes.subject}>{ticket.subject}</span>
        <span className={classes.who}>
          {ticket.requester.name} · #{ticket.id}
          {assignee && ` · ${assignee.name}`}
        </span>
      </span>
      <StatusChip status={ticket.status} />
      <TimeAgo at={ticket.waiting_since} form="narrow" className={classes.since} />
    </Link>
  );
}

/** Tickets by how long their customers have waited. */
export function WaitingList({ title, empty, tickets }: Props) {
  const { t } = useLingui();
  return (
    <section className={classes.card} aria-label={title}>
      <h3 className={classes.cardTitle}>{title}</h3>
      {tickets.length === 0 ? (
        <p className={classes.empty}>{empty}</p>
      ) : (
        <ul className={classes.lines} aria-label={t`Tickets, the longest waiting first`}>
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <Line ticket={ticket} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
