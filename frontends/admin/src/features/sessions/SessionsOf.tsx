import { endUserSessionsMutation, listUserSessionsOptions, listUserSessionsQueryKey } from '@deskbell/api';
import { Loaded, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SessionRows } from './SessionRows';

/** Where one person is signed in, and signing them out everywhere. */
export function SessionsOf({ userId }: { userId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { user_id: userId };
  const sessions = useQuery(listUserSessionsOptions({ path, query: { limit: 100 } }));
  const refresh = () => void queries.invalidateQueries({ queryKey: listUserSessionsQueryKey({ path }) });
  const endAll = useMutation({
    ...endUserSessionsMutation(),
    onSuccess: () => toast(t`Signed out everywhere`),
    onError: (error) => toastFailure(t`The sessions are still there`, error),
    onSettled: refresh,
  });
  return (
    <Loaded query={sessions} failure={<Trans>The sessions did not come</Trans>} rows={1}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            <Trans>Not signed in anywhere.</Trans>
          </Text>
        ) : (
          <Stack gap="sm" align="stretch">
            <SessionRows sessions={items} named={false} onEnded={refresh} />
            {items.some(({ current }) => !current) && (
              <Button
                size="xs"
                variant="light"
                color="red"
                style={{ alignSelf: 'flex-start' }}
                loading={endAll.isPending}
                onClick={() => endAll.mutate({ path })}
              >
                <Trans>Sign out everywhere</Trans>
              </Button>
            )}
          </Stack>
        )
      }
    </Loaded>
  );
}
