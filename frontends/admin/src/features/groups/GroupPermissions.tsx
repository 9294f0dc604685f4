import {
  type GroupPermissions as Granted,
  getUserGroupPermissionsOptions,
  getUserGroupPermissionsQueryKey,
  listPermissionsOptions,
  type PermissionRead,
  setUserGroupPermissionsMutation,
  type UserGroupRead,
} from '@deskbell/api';
import { FailureNotice, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PermissionFields } from '../../parts/rights/PermissionFields';
import { SaveBar } from '../../parts/rights/SaveBar';
import { usePermissionChoice } from '../../parts/rights/usePermissionChoice';
import { useGroupRefresh } from './useGroupRefresh';

type FormProps = { group: UserGroupRead; granted: Granted; known: PermissionRead[] };

function PermissionForm({ group, granted, known }: FormProps) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const refresh = useGroupRefresh(group.id);
  const path = { user_group_id: group.id };
  const save = useMutation({
    ...setUserGroupPermissionsMutation(),
    onSuccess: (now) => {
      queries.setQueryData(getUserGroupPermissionsQueryKey({ path }), now);
      choice.drop();
      toast(t`The permissions are changed`);
    },
    onSettled: refresh,
  });
  const choice = usePermissionChoice({
    known,
    stored: granted.permissions,
    locked: new Map(granted.inherited.map(({ permission, group: from }) => [permission, from.name])),
    error: save.error,
    sent: save.variables?.body.permissions ?? [],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          path,
          body: { permissions: choice.names },
          headers: { 'If-Match': `"${granted.version}"` },
        });
      }}
    >
      <Stack gap="lg">
        <PermissionFields choice={choice} />
        <SaveBar
          label={<Trans>Save permissions</Trans>}
          changed={choice.changed}
          pending={save.isPending}
          error={save.error}
          wanted={{ kind: 'user_group_permissions', user_group_id: group.id, permissions: choice.names }}
          onUndo={() => {
            choice.drop();
            save.reset();
          }}
        />
      </Stack>
    </form>
  );
}

/** What the group may do: by itself, and what it has from the groups above it. */
export function GroupPermissions({ group }: { group: UserGroupRead }) {
  const { t } = useLingui();
  const path = { user_group_id: group.id };
  const granted = useQuery(getUserGroupPermissionsOptions({ path }));
  const known = useQuery(listPermissionsOptions({ query: { audience: 'customer' } }));
  const error = granted.error ?? known.error;
  return (
    <Panel
      title={<Trans>What its members may do</Trans>}
      lead={
        group.kind === 'everyone' ? (
          <Trans>Every other group has this, too.</Trans>
        ) : (
          <Trans>What is locked comes from a group above this one, and is changed there.</Trans>
        )
      }
    >
      {granted.data && known.data ? (
        <PermissionForm group={group} granted={granted.data} known={known.data.items} />
      ) : error ? (
        <FailureNotice
          title={t`The permissions did not come`}
          error={error}
          onRetry={() => {
            void granted.refetch();
            void known.refetch();
          }}
        />
      ) : (
        <Skeleton height={320} radius="md" aria-busy="true" />
      )}
    </Panel>
  );
}
