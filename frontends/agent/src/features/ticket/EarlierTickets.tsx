import { listTicketsOptions, type TicketRead } from '@deskbell/api';
import { StatusDot, TimeAgo } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import classes from './EarlierTickets.module.css';

const SHOWN = 5;

/** What else this customer has asked, of what the reader may see. */
export function EarlierTickets({ ticket }: { ticket: TicketRead }) {
  const { t } = useLingui();
  const { requester } = ticket;
  const { data } = useQuery(
    listTicketsOptions({
      query: { requester_id: [requester.id], sort: '-created_at', limit: SHOWN + 1, count: true },
    }),
  );
  const others = data?.items.filter(({ id }) => id !== ticket.id).slice(0, SHOWN) ?? [];
  const total = (data?.total ?? 1) - 1;
  if (!data) return null;
  if (others.length === 0) {
    return (
      <p className={classes.none}>
        <Trans>Their first ticket here.</Trans>
      </p>
    );
  }
  const by = requester.email ?? requester.name;
  return (
    <section className={classes.earlier} aria-label={t`Other tickets of this customer`}>
      <h3 className={classes.title}>
        <Plural value={total} one="# other ticket" other="# other tickets" />
      </h3>
      <ul className={classes.list}>
        {others.map((other) => (
          <li key={other.id}>
            <Link to="/tickets/$ticketId" params={{ ticketId: String(other.id) }} className={classes.other}>
              <StatusDot kind={other.status.kind} />
              <span className={classes.subject}>{other.subject}</span>
              <TimeAgo at={other.created_at} form="narrow" className={classes.time} />
            </Link>
          </li>
        ))}
      </ul>
      {total > others.length && (
        <Link to="/" search={{ q: `from:"${by.replaceAll('"', '')}"` }} className={classes.all}>
          <Trans>All of them</Trans>
        </Link>
      )}
    </section>
  );
}
