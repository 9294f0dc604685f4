import { FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Rows.module.css';

type Paged<T> = {
  data?: { pages: { items: T[] }[] };
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
};

type Props<T> = {
  label: string;
  list: Paged<T>;
  row: (item: T) => ReactNode;
  /** In place of a list that has nothing in it. */
  empty: ReactNode;
};

/** A list of the API, page by page: rows, or why there are none. */
export function Listing<T extends { id: number }>({ label, list, row, empty }: Props<T>) {
  const { t } = useLingui();
  const items = list.data?.pages.flatMap((page) => page.items);
  if (!items && list.error) {
    return (
      <FailureNotice title={t`The list could not be loaded`} error={list.error} onRetry={list.refetch} />
    );
  }
  if (!items) return <RowsSkeleton />;
  if (items.length === 0) return empty;
  return (
    <>
      <ul className={classes.rows} aria-label={label}>
        {items.map((item) => (
          <li key={item.id}>{row(item)}</li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

/** Rows that are on their way. */
export function RowsSkeleton({ count = 5 }: { count?: number }) {
  return (
    <div aria-busy="true">
      {Array.from({ length: count }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing but their number
        <Skeleton key={row} height={52} mb={2} />
      ))}
    </div>
  );
}
