import type { ReactNode } from 'react';
import classes from './Rows.module.css';

/** A list of things, one under the other, that reads well in a wide and in a narrow window. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  );
}

type Props = { icon?: ReactNode; title: ReactNode; sub?: ReactNode; children?: ReactNode };

/** One thing: what it is, more about it, and at the end what is said or can be done. A link in `title` with
 * `data-whole-row` makes the whole row lead there. */
export function Row({ icon, title, sub, children }: Props) {
  return (
    <li className={classes.row}>
      {icon}
      <div className={classes.words}>
        <div className={classes.title}>{title}</div>
        {sub && <div className={classes.sub}>{sub}</div>}
      </div>
      {children && <div className={classes.aside}>{children}</div>}
    </li>
  );
}
