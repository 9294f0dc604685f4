import { endSessionMutation, listSessionsOptions, listSessionsQueryKey } from '@deskbell/api';
import { TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import classes from './AccountDialog.module.css';
import { deviceName } from './device';

/** Where this account is signed in; each of the others can be ended. */
export function SessionList() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data } = useQuery(listSessionsOptions());
  const end = useMutation({
    ...endSessionMutation(),
    onError: (error) => toastFailure(t`The session is still there`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listSessionsQueryKey() }),
  });
  if (!data) return [0, 1].map((row) => <Skeleton key={row} height={44} mb="xs" />);
  return (
    <ul className={classes.sessions} aria-label={t`Sessions`}>
      {data.items.map((session) => (
        <li key={session.id} className={classes.session}>
          <div className={classes.device}>
            {deviceName(session.user_agent) ?? session.user_agent ?? t`Unknown device`}
            <div className={classes.meta}>
              <Trans>
                Last used <TimeAgo at={session.last_used_at} />
              </Trans>
            </div>
          </div>
          {session.current ? (
            <Badge variant="light">
              <Trans>This one</Trans>
            </Badge>
          ) : (
            <Button
              size="compact-xs"
              variant="default"
              loading={end.isPending && end.variables.path.session_id === session.id}
              onClick={() => end.mutate({ path: { session_id: session.id } })}
            >
              <Trans>End</Trans>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
