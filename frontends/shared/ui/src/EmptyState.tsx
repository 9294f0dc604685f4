import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

type Props = { icon: ReactNode; title: ReactNode; children?: ReactNode; action?: ReactNode };

/** A place with nothing in it, said kindly, with what to do next. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className={classes.box}>
      <div className={classes.icon} aria-hidden="true">
        {icon}
      </div>
      <p className={classes.title}>{title}</p>
      {children && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}
