import { getOutgoingStatusOptions, listDepartmentsOptions, listMailboxesOptions } from '@deskbell/api';
import { EmptyState, FailureNotice, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMailbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RowsSkeleton } from '../../parts/Listing';
import { ButtonLink } from '../../parts/links';
import classes from '../../parts/Rows.module.css';
import { standingOf } from './standing';

/** Every mailbox with how it fares; looked at again by itself. */
export function MailboxList() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ ...listMailboxesOptions(), refetchInterval: 10_000 });
  const { data: status } = useQuery(getOutgoingStatusOptions());
  const { data: departments } = useQuery(listDepartmentsOptions());
  if (!data && error) {
    return (
      <FailureNotice
        title={t`The mailboxes could not be loaded`}
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <RowsSkeleton count={3} />;
  if (data.items.length === 0) {
    return (
      <EmptyState
        icon={<IconMailbox size={30} stroke={1.5} />}
        title={<Trans>No mailbox yet</Trans>}
        action={
          <ButtonLink to="/mail/mailboxes/new">
            <Trans>Connect a mailbox</Trans>
          </ButtonLink>
        }
      >
        <Trans>Connect the address at which customers write to you. Their mails become tickets.</Trans>
      </EmptyState>
    );
  }
  return (
    <ul className={classes.rows} aria-label={t`Mailboxes`}>
      {data.items.map((mailbox) => (
        <li key={mailbox.id}>
          <Link
            to="/mail/mailboxes/$mailboxId"
            params={{ mailboxId: String(mailbox.id) }}
            className={classes.row}
          >
            <span className={classes.main}>
              <div className={classes.name}>{mailbox.address}</div>
              <div className={classes.more}>
                {mailbox.name}
                {' · '}
                {departments?.items.find(({ id }) => id === mailbox.department_id)?.name}
              </div>
            </span>
            {mailbox.polling?.polled_at && (
              <span className={classes.side}>
                <Trans>
                  Looked <TimeAgo at={mailbox.polling.polled_at} />
                </Trans>
              </span>
            )}
            <StatusChip status={standingOf(mailbox, status)} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
