import {
  createInboundReplayMutation,
  getInboundReplayOptions,
  type LedgerFilter,
  listInboundMailsInfiniteQueryKey,
} from '@deskbell/api';
import { explain } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Has everything that the list shows read once more, and tells how far that is. */
export function ReplayMany({ query }: { query: LedgerFilter }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const order = useMutation({ ...createInboundReplayMutation(), onSuccess: () => setAsked(false) });
  const { data: replay } = useQuery({
    ...getInboundReplayOptions({ path: { replay_id: order.data?.id ?? 0 } }),
    enabled: order.isSuccess,
    refetchInterval: ({ state }) => (state.data?.waiting === 0 ? false : 700),
  });
  const finished = replay?.waiting === 0;
  useEffect(() => {
    if (finished) void queries.invalidateQueries({ queryKey: listInboundMailsInfiniteQueryKey() });
  }, [finished, queries]);
  const done = replay ? replay.mails - replay.waiting : 0;
  return (
    <>
      <Group gap="xs">
        {asked ? (
          <>
            <Button
              size="xs"
              loading={order.isPending}
              onClick={() => order.mutate({ body: { filter: query } })}
            >
              <Trans>Read all of these again</Trans>
            </Button>
            <Button size="xs" variant="default" onClick={() => setAsked(false)}>
              <Trans>Leave them</Trans>
            </Button>
            <span>
              <Trans>Those that became messages already, or wait, are left out.</Trans>
            </span>
          </>
        ) : (
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            <Trans>Read these again…</Trans>
          </Button>
        )}
      </Group>
      {order.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {explain(order.error)}
        </Alert>
      )}
      {replay && (
        <Alert variant="light" color={finished ? 'teal' : 'iris'} role="status">
          <Progress
            value={(100 * done) / Math.max(1, replay.mails)}
            aria-label={t`How many have been read again`}
            mb={6}
          />
          <Plural
            value={replay.mails}
            one={`${done} of # mail read again`}
            other={`${done} of # mails read again`}
          />
          {finished && (
            <>
              {': '}
              <Plural value={replay.accepted} one="# became a message" other="# became messages" />
              {', '}
              <Plural value={replay.others} one="# did not" other="# did not" />
            </>
          )}
        </Alert>
      )}
    </>
  );
}
