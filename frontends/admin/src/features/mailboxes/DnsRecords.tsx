import { type DnsRecordRead, listMailboxDnsRecordsOptions } from '@deskbell/api';
import { CopyText, FailureNotice, Panel, StatusChip } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from './Mailboxes.module.css';

function useStateName(): (record: DnsRecordRead) => { kind: string; name: string } {
  const { t } = useLingui();
  return ({ state }) => {
    switch (state) {
      case 'present':
        return { kind: 'solved', name: t`In place` };
      case 'missing':
        return { kind: 'new', name: t`Missing` };
      case 'unknown':
        return { kind: 'closed', name: t`Not known now` };
      case 'different':
        return { kind: 'pending', name: t`Another one` };
      default:
        return { kind: 'open', name: t`Wrong` };
    }
  };
}

function Record({ record }: { record: DnsRecordRead }) {
  const { t } = useLingui();
  const nameOf = useStateName();
  const kind = record.kind.toUpperCase();
  return (
    <div className={classes.record}>
      <h3 className={classes.recordHead}>
        {kind} <StatusChip status={nameOf(record)} />
      </h3>
      <p className={classes.text}>{record.purpose}</p>
      <p className={classes.text}>
        {record.finding} {record.advice}
      </p>
      {record.state !== 'present' && (
        <>
          <div>
            <p className={classes.label}>
              <Trans>Name of the TXT record</Trans>
            </p>
            <CopyText text={record.name} name={t`the name of ${kind}`} />
          </div>
          <div>
            <p className={classes.label}>
              <Trans>Its text</Trans>
            </p>
            <CopyText text={record.expected} name={t`the text of ${kind}`} />
          </div>
        </>
      )}
    </div>
  );
}

/** What the domain has to publish so that others believe our mail; each text ready to be copied. */
export function DnsRecords({ mailboxId }: { mailboxId: number }) {
  const { t } = useLingui();
  const { data, error, isFetching, refetch } = useQuery({
    ...listMailboxDnsRecordsOptions({ path: { mailbox_id: mailboxId } }),
    staleTime: 60_000,
  });
  return (
    <Panel
      title={<Trans>DNS records of the domain</Trans>}
      lead={
        <Trans>
          With these, other mail servers can tell that your mail is yours. Enter them where the domain is
          managed; it takes up to a day until everybody sees them.
        </Trans>
      }
      actions={
        <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
          <Trans>Look again</Trans>
        </Button>
      }
    >
      {!data && error && (
        <FailureNotice
          title={t`The records could not be looked up`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <Skeleton height={120} />}
      <div>
        {data?.items.map((record) => (
          <Record key={record.kind} record={record} />
        ))}
      </div>
    </Panel>
  );
}
