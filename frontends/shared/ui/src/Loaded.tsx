import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureNotice } from './FailureNotice';

type Asked<Data> = { data: Data | undefined; error: unknown; refetch: () => unknown };

type Props<Data> = {
  query: Asked<Data>;
  /** What could not be loaded. */
  failure: ReactNode;
  /** How many rows to hold the place of while it is on the way. */
  rows?: number;
  children: (data: Data) => ReactNode;
};

/** What was asked for, or its place while it is on the way, or why it did not come. */
export function Loaded<Data>({ query, failure, rows = 4, children }: Props<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return <FailureNotice title={failure} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Stack gap="xs" aria-busy="true">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} height={56} radius="md" />
      ))}
    </Stack>
  );
}
