import { Skeleton } from '@mantine/core';
import classes from './Inbox.module.css';

/** The panes while it is asked who is there; they have their final place. */
export function InboxSkeleton() {
  return (
    <div className={classes.page} aria-busy="true">
      <div className={`${classes.rail} ${classes.waiting}`}>
        {[88, 60, 72, 66, 80].map((width) => (
          <Skeleton key={width} height={14} width={`${width}%`} />
        ))}
      </div>
      <div className={`${classes.list} ${classes.waiting}`}>
        {[70, 84, 62, 78, 66, 74].map((width) => (
          <Skeleton key={width} height={44} width={`${width}%`} />
        ))}
      </div>
      <div className={classes.ticket} />
    </div>
  );
}
