import {
  createFailedJobRetryMutation,
  deleteFailedJobMutation,
  type FailedJobRead,
  getSystemQueryKey,
  listFailedJobsInfiniteOptions,
  listFailedJobsInfiniteQueryKey,
  paging,
} from '@deskbell/api';
import { Panel, TimeAgo, toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Listing } from '../../parts/Listing';
import classes from '../../parts/Rows.module.css';

/** Work that failed as often as it was to be tried; nothing while there is none. */
export function FailedJobs({ count }: { count: number }) {
  const { t } = useLingui();
  const list = useInfiniteQuery({
    ...listFailedJobsInfiniteOptions({ query: {} }),
    ...paging,
    enabled: count > 0,
  });
  if (count === 0) return null;
  return (
    <Panel title={<Trans>Failed jobs</Trans>}>
      <Listing label={t`Failed jobs`} list={list} row={(job) => <FailedJob job={job} />} empty={null} />
    </Panel>
  );
}

function FailedJob({ job }: { job: FailedJobRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const settled = () => {
    void queries.invalidateQueries({ queryKey: listFailedJobsInfiniteQueryKey() });
    void queries.invalidateQueries({ queryKey: getSystemQueryKey() });
  };
  const retry = useMutation({
    ...createFailedJobRetryMutation(),
    onError: (error) => toastFailure(t`The job is not tried again`, error),
    onSettled: settled,
  });
  const discard = useMutation({
    ...deleteFailedJobMutation(),
    onError: (error) => toastFailure(t`The job is still there`, error),
    onSettled: settled,
  });
  const path = { failed_job_id: job.id };
  const { name } = job;
  return (
    <div className={classes.row}>
      <span className={classes.main}>
        <div className={classes.name}>{name}</div>
        <div className={classes.more}>
          <Plural value={job.attempts} one="# attempt" other="# attempts" />
          {job.failed_at && (
            <>
              {' · '}
              <TimeAgo at={job.failed_at} />
            </>
          )}
        </div>
      </span>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t`Try ${name} again`}
        disabled={!job.known}
        loading={retry.isPending}
        onClick={() => retry.mutate({ path })}
      >
        <Trans>Try again</Trans>
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t`Discard ${name}`}
        loading={discard.isPending}
        onClick={() => discard.mutate({ path })}
      >
        <Trans>Discard</Trans>
      </Button>
    </div>
  );
}
