import type { WorkCounts } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import classes from './Today.module.css';

/** Four numbers, each a way to the tickets that it counts. */
export function Figures({ counts }: { counts: WorkCounts }) {
  const { t, i18n } = useLingui();
  const figures = [
    { title: t`Unsolved`, count: counts.unsolved, search: { view: 'unsolved' } },
    { title: t`Waiting for us`, count: counts.waiting, search: { q: 'status:new status:open' } },
    { title: t`Mine`, count: counts.mine, search: { view: 'mine' } },
    { title: t`Unassigned`, count: counts.unassigned, search: { view: 'unassigned' } },
  ];
  return (
    <ul className={classes.figures} aria-label={t`Work`}>
      {figures.map(({ title, count, search }) => (
        <li key={title}>
          <Link to="/" search={search} className={classes.figure}>
            <span className={classes.number}>{i18n.number(count)}</span>
            <span className={classes.caption}>{title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
