import {
  type ApiKeyRead,
  listApiKeysInfiniteOptions,
  listApiKeysInfiniteQueryKey,
  paging,
  revokeApiKeyMutation,
} from '@deskbell/api';
import { fullTime } from '@deskbell/i18n';
import { EmptyState, FailureNotice, SureButton, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Skeleton, Table } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';

function KeyRow({ entry }: { entry: ApiKeyRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const revoke = useMutation({
    ...revokeApiKeyMutation(),
    onError: (failure) => toastFailure(t`The key still works`, failure),
    onSettled: () => queries.invalidateQueries({ queryKey: listApiKeysInfiniteQueryKey() }),
  });
  return (
    <Table.Tr>
      <Table.Td>
        {entry.name}
        <br />
        <code>{entry.prefix}…</code>
      </Table.Td>
      <Table.Td>{entry.owner.name}</Table.Td>
      <Table.Td>
        <Badge variant="light">{entry.scope}</Badge>
      </Table.Td>
      <Table.Td>{entry.last_used_at ? <TimeAgo at={entry.last_used_at} /> : <Trans>Never</Trans>}</Table.Td>
      <Table.Td>
        {entry.expired ? (
          <Badge variant="light" color="red">
            <Trans>Expired</Trans>
          </Badge>
        ) : (
          <time dateTime={entry.expires_at}>{fullTime(entry.expires_at)}</time>
        )}
      </Table.Td>
      <Table.Td>
        <SureButton
          label={t`Revoke`}
          sure={t`Revoke for good`}
          about={entry.name}
          loading={revoke.isPending}
          onSure={() => revoke.mutate({ path: { key_id: entry.id } })}
        />
      </Table.Td>
    </Table.Tr>
  );
}

/** Everybody's keys, the newest first. */
export function KeyTable() {
  const { t } = useLingui();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...listApiKeysInfiniteOptions(),
    ...paging,
  });
  if (error)
    return <FailureNotice title={t`The keys could not be loaded`} error={error} onRetry={() => refetch()} />;
  if (!data) return [0, 1, 2].map((row) => <Skeleton key={row} height={52} mb="xs" />);
  const keys = data.pages.flatMap(({ items }) => items);
  if (keys.length === 0)
    return (
      <EmptyState icon={<IconKey size={28} stroke={1.5} />} title={t`No API keys`}>
        <Trans>Nobody has made one. People make theirs in their account.</Trans>
      </EmptyState>
    );
  return (
    <>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="sm" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Key`}</Table.Th>
              <Table.Th>{t`Acts as`}</Table.Th>
              <Table.Th>{t`Reaches`}</Table.Th>
              <Table.Th>{t`Last used`}</Table.Th>
              <Table.Th>{t`Ends`}</Table.Th>
              <Table.Th aria-label={t`What can be done`} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((entry) => (
              <KeyRow key={entry.id} entry={entry} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}
