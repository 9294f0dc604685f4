import {
  listTicketsInfiniteOptions,
  paging,
  searchTicketsInfiniteOptions,
  type TicketSummary,
} from '@deskbell/api';
import { EmptyState, FailureNotice, StatusChip, TimeAgo } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { IconInbox, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { KINDS, type ListSearch } from './listSearch';
import classes from './TicketList.module.css';

function Row({ ticket, me }: { ticket: TicketSummary; me: number }) {
  return (
    <li>
      <Link to="/tickets/$reference" params={{ reference: ticket.reference }} className={classes.row}>
        <span className={classes.top}>
          <span className={classes.subject}>{ticket.subject}</span>
          <StatusChip status={ticket.status} />
        </span>
        <span className={classes.preview}>{ticket.preview}</span>
        <span className={classes.meta}>
          <span className={classes.reference}>{ticket.reference}</span>
          {ticket.requester.id !== me && <span>{ticket.requester.name}</span>}
          <span>
            <Plural value={ticket.message_count} one="# message" other="# messages" />
          </span>
          <TimeAgo at={ticket.updated_at} />
        </span>
      </Link>
    </li>
  );
}

function Nothing({ search, ask }: { search: ListSearch; ask: ReactNode }) {
  if (search.q) {
    return (
      <EmptyState
        icon={<IconSearchOff size={28} stroke={1.5} />}
        title={<Trans>No ticket of yours holds these words</Trans>}
      >
        <Trans>Try fewer or other words, or look under all states.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconInbox size={28} stroke={1.5} />}
      title={
        search.state === 'solved' ? <Trans>Nothing is solved yet</Trans> : <Trans>Nothing waits here</Trans>
      }
      action={ask}
    >
      <Trans>What you ask us stands here, with our answers.</Trans>
    </EmptyState>
  );
}

/** A page of one's own tickets, and the next ones on demand. */
export function TicketList({ search, me, ask }: { search: ListSearch; me: number; ask: ReactNode }) {
  const { t } = useLingui();
  const status_kind = KINDS[search.state ?? 'open'];
  const { q = '', sort } = search;
  const listed = useInfiniteQuery({
    ...listTicketsInfiniteOptions({ query: { status_kind, requester_id: [me], ...(sort ? { sort } : {}) } }),
    ...paging,
    enabled: q === '',
  });
  const found = useInfiniteQuery({
    ...searchTicketsInfiniteOptions({ query: { q, status_kind } }),
    ...paging,
    enabled: q !== '',
  });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = q ? found : listed;
  if (error) {
    return (
      <FailureNotice
        title={<Trans>Your tickets can't be shown</Trans>}
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) {
    return (
      <div className={classes.list}>
        {[0, 1, 2, 3].map((row) => (
          <Skeleton key={row} height={104} radius="lg" />
        ))}
      </div>
    );
  }
  const tickets = data.pages.flatMap(({ items }): TicketSummary[] => items);
  return (
    <>
      {tickets.length === 0 && !hasNextPage ? (
        <Nothing search={search} ask={ask} />
      ) : (
        <ul className={classes.list} aria-label={t`Tickets`}>
          {tickets.map((ticket) => (
            <Row key={ticket.id} ticket={ticket} me={me} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}
