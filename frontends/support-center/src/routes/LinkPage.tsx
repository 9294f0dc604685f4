import {
  createAccessRequestMutation,
  isFailure,
  openLink,
  type TicketRead,
  useHelpdeskName,
} from '@deskbell/api';
import { takeLinkToken, useSession } from '@deskbell/session';
import { EmptyState, FailureNotice, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type TicketAccess, ticketAccess } from '../features/tickets/access';
import { Conversation } from '../features/tickets/Conversation';
import { LinkButton } from './LinkButton';

const KEPT = 'deskbell-link';

/** The secret stands behind the `#` of the mailed link; this tab keeps it, so that a reload shows the same. */
function takeSecret(): string | null {
  const given = takeLinkToken();
  if (given) sessionStorage.setItem(KEPT, given);
  return given ?? sessionStorage.getItem(KEPT);
}

function Dead() {
  return (
    <EmptyState
      icon={<IconLinkOff size={28} stroke={1.5} />}
      title={<Trans>This link does not work any more</Trans>}
      action={
        <LinkButton component="a" to="/find">
          <Trans>Have a new link mailed</Trans>
        </LinkButton>
      }
    >
      <Trans>A link to a ticket works for two weeks. Check that it was copied as a whole, too.</Trans>
    </EmptyState>
  );
}

/** The way from a guest to a customer: the mail proves that the address is theirs. */
function Claim({ access }: { access: TicketAccess }) {
  const { t } = useLingui();
  const { data } = useQuery<TicketRead>(access.ticket as never);
  const ask = useMutation({
    ...createAccessRequestMutation(),
    onError: (error) => toastFailure(t`No mail is on its way`, error),
  });
  const email = data?.requester.email;
  if (!email) return null;
  return (
    <aside className="sc-offer">
      {ask.isSuccess ? (
        <p role="status">
          <Trans>A mail to {email} is on its way. Its link leads to your password.</Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>See all your tickets in one place, and get your own account: it takes one mail.</Trans>
          </p>
          <Button variant="light" loading={ask.isPending} onClick={() => ask.mutate({ body: { email } })}>
            <Trans>Get my account</Trans>
          </Button>
        </>
      )}
    </aside>
  );
}

/** One ticket, opened by the link that was mailed; nothing else. */
export function LinkPage() {
  const helpdesk = useHelpdeskName();
  const session = useSession();
  const [secret] = useState(takeSecret);
  const opened = useQuery({
    queryKey: ['link', secret],
    queryFn: () => openLink(secret ?? ''),
    enabled: secret !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const access = useMemo(() => opened.data && ticketAccess(opened.data.ticketId, opened.data), [opened.data]);
  const { error } = opened;
  if (secret === null || (isFailure(error) && error.code === 'link_dead')) {
    return (
      <>
        <title>{helpdesk}</title>
        <Dead />
      </>
    );
  }
  if (error) {
    return (
      <FailureNotice
        title={<Trans>The ticket can't be shown</Trans>}
        error={error}
        onRetry={() => void opened.refetch()}
      />
    );
  }
  if (!access || !opened.data) return null;
  return (
    <Conversation
      access={access}
      ticketId={opened.data.ticketId}
      foot={session.status === 'in' ? undefined : <Claim access={access} />}
      anew={
        <LinkButton component="a" to="/new">
          <Trans>Ask anew</Trans>
        </LinkButton>
      }
    />
  );
}
