import { getMailboxOptions, useHelpdeskName } from '@deskbell/api';
import { FailureNotice, Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { DeleteMailbox } from '../features/mailboxes/DeleteMailbox';
import { DnsRecords } from '../features/mailboxes/DnsRecords';
import { GeneralForm } from '../features/mailboxes/GeneralForm';
import { Health } from '../features/mailboxes/Health';
import { ProviderSignIn } from '../features/mailboxes/ProviderSignIn';
import { SelfTest } from '../features/mailboxes/SelfTest';
import { ServersForm } from '../features/mailboxes/ServersForm';
import { BackLink } from '../parts/BackLink';
import { RowsSkeleton } from '../parts/Listing';

/** One mailbox: how it fares, and everything that is set for it. */
export function MailboxPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const helpdesk = useHelpdeskName();
  const { mailboxId } = useParams({ from: '/mail/mailboxes/$mailboxId' });
  const id = Number(mailboxId);
  const { data, error, refetch } = useQuery({
    ...getMailboxOptions({ path: { mailbox_id: id } }),
    // Sooner while somebody waits for a look that they asked for.
    refetchInterval: ({ state }) => (state.data?.polling?.asked_at ? 1000 : 10_000),
  });
  return (
    <Page
      title={data?.address ?? t`Mailbox`}
      helpdesk={helpdesk}
      back={<BackLink to="/mail/mailboxes">{t`Mailboxes`}</BackLink>}
    >
      {!data && error && (
        <FailureNotice
          title={t`The mailbox could not be loaded`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <RowsSkeleton />}
      {data && (
        <>
          <Health mailbox={data} />
          <ProviderSignIn mailbox={data} />
          <GeneralForm mailbox={data} />
          <ServersForm mailbox={data} />
          <SelfTest mailboxId={id} />
          <DnsRecords mailboxId={id} />
          <DeleteMailbox mailbox={data} onGone={() => void navigate({ to: '/mail/mailboxes' })} />
        </>
      )}
    </Page>
  );
}
