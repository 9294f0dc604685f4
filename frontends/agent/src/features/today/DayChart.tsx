import type { DayFigures } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { Tooltip, VisuallyHidden } from '@mantine/core';
import classes from './DayChart.module.css';

const HEIGHT = 132;
const STEPS = [1, 2, 5];

/** The least round number that is no less: 1, 2, 5, 10, 20, 50, … */
function roundTop(most: number): number {
  for (let power = 1; ; power *= 10) {
    const step = STEPS.find((each) => each * power >= most);
    if (step) return step * power;
  }
}

/** Opened and solved by day as bars; the same figures in words for those who can't see them. */
export function DayChart({ days }: { days: DayFigures[] }) {
  const { t, i18n } = useLingui();
  const top = roundTop(Math.max(2, ...days.flatMap(({ opened, solved }) => [opened, solved])));
  const share = (count: number) => `${(count / top) * HEIGHT}px`;
  // Noon, so that no time zone makes it the day before.
  const dated = days.map((each) => ({ ...each, date: new Date(`${each.day}T12:00`) }));
  return (
    <section className={classes.card} aria-label={t`Opened and solved by day`}>
      <header className={classes.head}>
        <h3 className={classes.title}>
          <Trans>Opened and solved by day</Trans>
        </h3>
        <span className={classes.key} data-kind="opened">
          <Trans>Opened</Trans>
        </span>
        <span className={classes.key} data-kind="solved">
          <Trans>Solved</Trans>
        </span>
      </header>
      <div className={classes.plot} aria-hidden="true">
        <div className={classes.scale}>
          <span>{i18n.number(top)}</span>
          <span>{i18n.number(top / 2)}</span>
          <span>0</span>
        </div>
        <div className={classes.bars}>
          {dated.map(({ day, date, opened, solved }) => (
            <Tooltip
              key={day}
              label={
                <>
                  {i18n.date(date, { weekday: 'short', day: 'numeric', month: 'short' })}
                  <br />
                  <Trans>
                    {opened} opened, {solved} solved
                  </Trans>
                </>
              }
            >
              <div className={classes.day}>
                <div className={classes.pair} style={{ height: HEIGHT }}>
                  <span className={classes.bar} data-kind="opened" style={{ height: share(opened) }} />
                  <span className={classes.bar} data-kind="solved" style={{ height: share(solved) }} />
                </div>
                <span className={classes.when}>{i18n.date(date, { day: 'numeric' })}</span>
              </div>
            </Tooltip>
          ))}
        </div>
      </div>
      <VisuallyHidden>
        <ul aria-label={t`Opened and solved by day`}>
          {dated.map(({ day, date, opened, solved }) => (
            <li key={day}>
              {i18n.date(date, { dateStyle: 'full' })}:{' '}
              <Trans>
                {opened} opened, {solved} solved
              </Trans>
            </li>
          ))}
        </ul>
      </VisuallyHidden>
    </section>
  );
}
