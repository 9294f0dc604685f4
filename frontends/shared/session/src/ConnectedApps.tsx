import {
  listMyConnectedAppsOptions,
  listMyConnectedAppsQueryKey,
  removeMyConnectedAppMutation,
} from '@deskbell/api';
import { FailureNotice, SureButton, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import classes from './AccountDialog.module.css';

/** The apps of others that may act for one; each consent can be taken back. */
export function ConnectedApps() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(listMyConnectedAppsOptions());
  const remove = useMutation({
    ...removeMyConnectedAppMutation(),
    onError: (failure) => toastFailure(t`The app is still connected`, failure),
    onSettled: () => queries.invalidateQueries({ queryKey: listMyConnectedAppsQueryKey() }),
  });
  if (error)
    return <FailureNotice title={t`Your apps could not be loaded`} error={error} onRetry={() => refetch()} />;
  if (!data) return [0, 1].map((row) => <Skeleton key={row} height={44} mb="xs" />);
  if (data.items.length === 0)
    return (
      <p className={classes.meta}>
        <Trans>No app of anybody else may act for you. When you allow one, it stands here.</Trans>
      </p>
    );
  return (
    <ul className={classes.sessions} aria-label={t`Connected apps`}>
      {data.items.map(({ app, scope, connected_at, last_used_at, disabled }) => (
        <li key={app.id} className={classes.session}>
          <div className={classes.device}>
            {app.name}
            <div className={classes.meta}>
              {scope}
              {' · '}
              {disabled ? (
                <Trans>Disabled by an admin</Trans>
              ) : (
                <Trans>
                  Last used <TimeAgo at={last_used_at ?? connected_at} />
                </Trans>
              )}
            </div>
          </div>
          <SureButton
            label={t`Disconnect`}
            sure={t`Disconnect now`}
            about={app.name}
            loading={remove.isPending && remove.variables.path.app_id === app.id}
            onSure={() => remove.mutate({ path: { app_id: app.id } })}
          />
        </li>
      ))}
    </ul>
  );
}
