import { getTodayOptions, type UserMe } from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DayChart } from './DayChart';
import { Figures } from './Figures';
import classes from './Today.module.css';
import { WaitingList } from './WaitingList';

const REFRESHED_MS = 60_000;

function TodaySkeleton() {
  return (
    <div className={classes.body} aria-busy="true">
      <div className={classes.figures}>
        {[1, 2, 3, 4].map((each) => (
          <Skeleton key={each} height={78} radius="md" />
        ))}
      </div>
      <Skeleton height={228} radius="md" />
      <Skeleton height={240} radius="md" />
    </div>
  );
}

/** What a day at work begins with: who waits longest, what is one's own or nobody's, and the last days. */
export function Today({ me, onBack }: { me: UserMe; onBack: () => void }) {
  const { t, i18n } = useLingui();
  const { data, error, refetch } = useQuery({
    ...getTodayOptions(),
    staleTime: REFRESHED_MS / 2,
    refetchInterval: REFRESHED_MS,
  });
  if (error && !data) {
    return (
      <FailureNotice
        title={<Trans>The overview could not be loaded</Trans>}
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <section className={classes.page} aria-label={t`Today`}>
      <header className={classes.head}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.back}
          aria-label={t`Back to the list`}
          onClick={onBack}
        >
          <IconArrowLeft size={18} stroke={1.8} />
        </ActionIcon>
        <h2 className={classes.title}>
          <Trans>Today</Trans>
        </h2>
        <p className={classes.date}>
          {i18n.date(new Date(), { weekday: 'long', day: 'numeric', month: 'long', timeZone: me.time_zone })}
        </p>
      </header>
      {data ? (
        <div className={classes.body}>
          <Figures counts={data.counts} />
          <DayChart days={data.days} />
          <WaitingList
            title={t`Waiting longest`}
            empty={t`No customer is waiting for an answer.`}
            tickets={data.waiting}
          />
          <div className={classes.pair}>
            <WaitingList title={t`Mine`} empty={t`Nothing is waiting for you.`} tickets={data.mine} />
            <WaitingList
              title={t`Unassigned`}
              empty={t`Every open ticket has somebody who cares for it.`}
              tickets={data.unassigned}
            />
          </div>
        </div>
      ) : (
        <TodaySkeleton />
      )}
    </section>
  );
}
