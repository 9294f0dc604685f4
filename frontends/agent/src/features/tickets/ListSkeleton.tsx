import { Skeleton } from '@mantine/core';
import classes from './TicketList.module.css';

const ROWS = [62, 78, 54, 70, 84, 58, 66, 74];

/** The shape of the list while it loads; rows have their final height. */
export function ListSkeleton() {
  return (
    <div aria-hidden="true">
      {ROWS.map((width) => (
        <div key={width} className={classes.skeleton}>
          <Skeleton height={11} width="38%" />
          <Skeleton height={13} width={`${width}%`} />
          <Skeleton height={14} width="24%" radius="xl" />
        </div>
      ))}
    </div>
  );
}
