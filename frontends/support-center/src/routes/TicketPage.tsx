import { listTicketsOptions } from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ticketAccess } from '../features/tickets/access';
import { Conversation } from '../features/tickets/Conversation';
import { Door } from './Door';
import { LinkButton } from './LinkButton';
import { MissingPage } from './MissingPage';

function Shown({ ticketId }: { ticketId: number }) {
  const access = useMemo(() => ticketAccess(ticketId, null), [ticketId]);
  return (
    <Conversation
      access={access}
      ticketId={ticketId}
      back={
        <Link to="/tickets" className="sc-back">
          <Trans>My tickets</Trans>
        </Link>
      }
      anew={
        <LinkButton component="a" to="/new">
          <Trans>Ask anew</Trans>
        </LinkButton>
      }
    />
  );
}

function Named({ reference }: { reference: string }) {
  const named = useQuery(listTicketsOptions({ query: { reference, limit: 1 } }));
  const id = named.data?.items[0]?.id;
  if (named.error) {
    return (
      <FailureNotice
        title={<Trans>The ticket can't be shown</Trans>}
        error={named.error}
        onRetry={() => void named.refetch()}
      />
    );
  }
  if (named.data && id === undefined) return <MissingPage />;
  return id === undefined ? null : <Shown ticketId={id} />;
}

/** One of one's own tickets, by its reference. */
export function TicketPage() {
  const { reference } = useParams({ from: '/tickets/$reference' });
  return <Door>{() => <Named reference={reference} />}</Door>;
}
