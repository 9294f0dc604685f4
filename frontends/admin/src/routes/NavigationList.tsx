import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import classes from './NavigationList.module.css';
import { NAVIGATION, type NavigationItem } from './navigation';

type GroupProps = { title: string; items: NavigationItem[]; onPick: () => void };

function Group({ title, items, onPick }: GroupProps) {
  const { t } = useLingui();
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className={classes.title}>
        {title}
      </h2>
      <ul className={classes.items}>
        {items.map(({ label, icon: Icon, path }) => (
          <li key={path}>
            <Link to={path} className={classes.link} activeOptions={{ exact: path === '/' }} onClick={onPick}>
              <Icon size={17} stroke={1.7} aria-hidden="true" />
              {t(label)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The menu: groups of pages, the one that is shown marked. */
export function NavigationList({ onPick }: { onPick: () => void }) {
  const { t } = useLingui();
  return (
    <nav className={classes.list} aria-label={t`Pages`}>
      {NAVIGATION.filter(({ items }) => items.length > 0).map(({ group, items }) => (
        <Group key={group.id} title={t(group)} items={items} onPick={onPick} />
      ))}
    </nav>
  );
}
