import { Skeleton } from '@mantine/core';
import classes from './Shell.module.css';

/** The shell while it is asked who is there; everything has its final place. */
export function ShellSkeleton() {
  return (
    <div className={classes.page} aria-busy="true">
      <div className={classes.bar} />
      <div className={`${classes.rail} ${classes.waiting}`}>
        {[80, 56, 70, 62, 76].map((width) => (
          <Skeleton key={width} height={14} width={`${width}%`} />
        ))}
      </div>
      <div className={classes.main}>
        <PageSkeleton />
      </div>
    </div>
  );
}

/** A page while its program is on the way. */
export function PageSkeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      <Skeleton height={26} width="32%" />
      <Skeleton height={14} width="56%" />
      <Skeleton height={180} />
    </div>
  );
}
