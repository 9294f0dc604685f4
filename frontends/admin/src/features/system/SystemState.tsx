import { getSystemOptions, type SystemRead } from '@deskbell/api';
import { fileSize } from '@deskbell/i18n';
import { Facts, FailureNotice, Panel, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { RowsSkeleton } from '../../parts/Listing';
import { TextLink } from '../../parts/links';
import { FailedJobs } from './FailedJobs';
import { wordsOf } from './findings';
import classes from './System.module.css';

/** How the helpdesk fares: first whether all is well, then everything that was looked at. */
export function SystemState() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ ...getSystemOptions(), refetchInterval: 5000 });
  if (!data && error) {
    return (
      <FailureNotice title={t`It is not known how it fares`} error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <RowsSkeleton count={6} />;
  return (
    <>
      <Findings system={data} />
      <div className={classes.grid}>
        <Work system={data} />
        <Mail system={data} />
        <Room system={data} />
        <Versions system={data} />
      </div>
      <FailedJobs count={data.jobs.failed} />
      {data.parked.length > 0 && <Parked system={data} />}
    </>
  );
}

function Findings({ system }: { system: SystemRead }) {
  if (system.findings.length === 0) {
    return (
      <Alert variant="light" color="teal" icon={<IconCircleCheck size={20} />} role="status">
        <b>
          <Trans>All is well.</Trans>
        </b>{' '}
        <Trans>
          Looked up <TimeAgo at={system.at} />; this page looks again by itself.
        </Trans>
      </Alert>
    );
  }
  return system.findings.map(({ code, severity, count }) => {
    const { title, advice, to } = wordsOf(code, count);
    return (
      <Alert
        key={code}
        variant="light"
        color={severity === 'error' ? 'red' : 'orange'}
        icon={<IconAlertTriangle size={20} />}
        title={title}
        role="status"
      >
        {advice}{' '}
        {to && (
          <TextLink to={to} fz="inherit" underline="always">
            <Trans>Look at them</Trans>
          </TextLink>
        )}
      </Alert>
    );
  });
}

function Work({ system: { jobs, readers, processes } }: { system: SystemRead }) {
  const { t } = useLingui();
  const lag = Math.max(0, ...readers.map((reader) => reader.lag_seconds));
  const seconds = Math.round(lag);
  const waited = Math.round(jobs.oldest_wait_seconds ?? 0);
  return (
    <Panel title={<Trans>Work</Trans>}>
      <Facts
        facts={[
          [t`Workers alive`, processes.workers],
          [t`Changes not followed yet`, lag < 1 ? t`None` : t`for ${seconds} seconds`],
          [t`Jobs due`, jobs.waiting],
          [t`Longest wait`, jobs.oldest_wait_seconds === null ? null : t`${waited} seconds`],
          [t`Jobs at work`, jobs.working],
          [t`Jobs for later`, jobs.scheduled],
          [t`Jobs failed`, jobs.failed],
        ]}
      />
    </Panel>
  );
}

function Mail({ system: { mail } }: { system: SystemRead }) {
  const { t } = useLingui();
  return (
    <Panel title={<Trans>Mail</Trans>}>
      <Facts
        facts={[
          [t`Mailboxes`, mail.mailboxes],
          [t`Received, to be read`, mail.received_waiting],
          [t`Held for a person`, mail.held],
          [t`To be sent`, mail.outgoing_waiting],
          [t`Tried again later`, mail.outgoing_deferred],
          [t`Uncertain`, mail.outgoing_uncertain],
          [t`Failed this week`, mail.outgoing_failed],
        ]}
      />
    </Panel>
  );
}

function Room({ system: { storage } }: { system: SystemRead }) {
  const { t } = useLingui();
  const { data_free_bytes: free, data_total_bytes: total } = storage;
  const known = free !== null && total !== null;
  const used = known ? Math.round((100 * (total - free)) / Math.max(1, total)) : 0;
  return (
    <Panel title={<Trans>Room</Trans>}>
      {known && <Progress value={used} aria-label={t`${used} % of the disk are used`} />}
      <Facts
        facts={[
          [t`Database`, fileSize(storage.database_bytes)],
          [t`Free on the data folder's disk`, free === null ? t`Not known` : fileSize(free)],
          [t`Size of that disk`, total === null ? null : fileSize(total)],
        ]}
      />
    </Panel>
  );
}

function Versions({ system: { versions, processes } }: { system: SystemRead }) {
  const { t } = useLingui();
  return (
    <Panel title={<Trans>Versions</Trans>}>
      <Facts
        facts={[
          ['Deskbell', versions.deskbell],
          ['PostgreSQL', versions.postgresql],
          ['Python', versions.python],
          [t`Schema`, versions.revision],
          [t`API processes`, processes.api_processes],
          [t`Running since`, <TimeAgo key="since" at={processes.started_at} />],
        ]}
      />
    </Panel>
  );
}

function Parked({ system }: { system: SystemRead }) {
  return (
    <Panel
      title={<Trans>Events that could not be taken in</Trans>}
      lead={<Trans>What is computed from them may be out of date until the cause is mended.</Trans>}
    >
      <Facts
        facts={system.parked.map((event) => [
          `#${event.event_id}`,
          <span key={event.event_id}>
            {event.handler}: {event.error} <TimeAgo at={event.parked_at} />
          </span>,
        ])}
      />
    </Panel>
  );
}
