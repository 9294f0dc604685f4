import { useAllPages } from '@deskbell/api';
import { EmptyState, FailureNotice, StatusChip, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton, Switch } from '@mantine/core';
import { IconCheck, IconLock } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { TicketAccess } from './access';
import classes from './Conversation.module.css';
import { Message } from './Message';
import { ReplyForm } from './ReplyForm';

const SETTLED = ['solved', 'closed'];

function Waiting() {
  return (
    <div className={classes.messages}>
      <Skeleton height={28} width="60%" />
      {[96, 140, 80].map((height) => (
        <Skeleton key={height} height={height} radius="lg" />
      ))}
    </div>
  );
}

type Props = {
  access: TicketAccess;
  /** Names the draft of a reply. */
  ticketId: number;
  back?: ReactNode;
  /** Behind the conversation. */
  foot?: ReactNode;
  /** Where one goes to ask anew. */
  anew: ReactNode;
};

/** One ticket as its requester sees it: what was said, an answer below it, and a word that it is done. */
export function Conversation({ access, ticketId, back, foot, anew }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const ticket = useQuery(access.ticket);
  const pages = useInfiniteQuery(access.messages);
  useAllPages(pages);
  const solve = useMutation({
    mutationFn: access.solve,
    onSuccess: (after) => queries.setQueryData(access.ticket.queryKey, after),
    onError: (error) => toastFailure(t`It is not marked as solved`, error),
  });

  const keep = useMutation({
    mutationFn: access.keep,
    onSuccess: (after) => queries.setQueryData(access.ticket.queryKey, after),
    onError: (error) => toastFailure(t`It is shared as before`, error),
  });

  if (ticket.error || pages.error) {
    return (
      <FailureNotice
        title={<Trans>The ticket can't be shown</Trans>}
        error={ticket.error ?? pages.error}
        onRetry={() => void Promise.all([ticket.refetch(), pages.refetch()])}
        back={back}
      />
    );
  }
  if (!ticket.data || !pages.data) return <Waiting />;
  const { data } = ticket;
  const messages = pages.data.pages.flatMap(({ items }) => items);
  const settled = SETTLED.includes(data.status.kind);
  return (
    <div className={classes.page}>
      <title>{data.subject}</title>
      {back}
      <header className={classes.head}>
        <div className={classes.about}>
          <h1 className={classes.subject}>{data.subject}</h1>
          <p className={classes.line}>
            <StatusChip status={data.status} />
            <span className={classes.reference}>{data.reference}</span>
            <span>
              <Trans>
                asked <TimeAgo at={data.created_at} />
              </Trans>
            </span>
          </p>
        </div>
        {data.can.solve && !settled && (
          <Button
            variant="default"
            leftSection={<IconCheck size={16} />}
            loading={solve.isPending}
            onClick={() => solve.mutate()}
          >
            <Trans>Mark as solved</Trans>
          </Button>
        )}
      </header>
      {data.can.set_private && data.organization && (
        <Switch
          label={t`Private: nobody else of ${data.organization.name} sees this`}
          checked={data.private}
          disabled={keep.isPending}
          onChange={(event) => keep.mutate(event.currentTarget.checked)}
        />
      )}
      <section className={classes.messages} aria-label={t`Conversation`} aria-live="polite">
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </section>
      {data.status.kind === 'closed' ? (
        <EmptyState
          icon={<IconLock size={28} stroke={1.5} />}
          title={<Trans>This ticket is closed</Trans>}
          action={anew}
        >
          <Trans>It takes no more answers. If something is left, ask anew.</Trans>
        </EmptyState>
      ) : !data.can.reply ? (
        <p className={classes.line}>
          <Trans>{data.requester.name} asked this. You may read it.</Trans>
        </p>
      ) : (
        <ReplyForm access={access} ticketId={ticketId} solved={settled} />
      )}
      {foot}
    </div>
  );
}
