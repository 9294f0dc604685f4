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
import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PermissionArea } from './PermissionArea';
import { useGroupRefresh } from './useGroupRefresh';

type FormProps = { group: UserGroupRead; granted: Granted; known: PermissionRead[] };

function PermissionForm({ group, granted, known }: FormProps) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const refresh = useGroupRefresh(group.id);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(granted.permissions));
  const path = { user_group_id: group.id };
  const save = useMutation({
    ...setUserGroupPermissionsMutation(),
    onSuccess: (now) => {
      queries.setQueryData(getUserGroupPermissionsQueryKey({ path }), now);
      refresh();
      toast(t`The permissions are changed`);
    },
  });
  const inherited = new Map(granted.inherited.map(({ permission, group: from }) => [permission, from.name]));
  const areas = Map.groupBy(known, ({ area }) => area);
  const before = new Set(granted.permissions);
  const changed = chosen.size !== before.size || [...chosen].some((name) => !before.has(name));
  const choose = (name: string, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(name);
    else next.delete(name);
    setChosen(next);
  };
  return (
    <Stack gap="lg">
      {[...areas].map(([area, permissions]) => (
        <PermissionArea
          key={area}
          area={area}
          permissions={permissions}
          chosen={chosen}
          inherited={inherited}
          onChoose={choose}
        />
      ))}
      {save.error !== null && (
        <FailureNotice title={t`The permissions were not changed`} error={save.error} onRetry={refresh} />
      )}
      <Group gap="xs">
        <Button
          disabled={!changed}
          loading={save.isPending}
          onClick={() =>
            save.mutate({
              path,
              body: { permissions: [...chosen] },
              headers: { 'If-Match': `"${granted.version}"` },
            })
          }
        >
          <Trans>Save permissions</Trans>
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setChosen(before)}>
            <Trans>Undo</Trans>
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** What the group may do: by itself, and what it has from the groups above it. */
export function GroupPermissions({ group }: { group: UserGroupRead }) {
  const { t } = useLingui();
  const path = { user_group_id: group.id };
  const granted = useQuery(getUserGroupPermissionsOptions({ path }));
  const known = useQuery(listPermissionsOptions());
  const customers = known.data?.items.filter(({ audience }) => audience === 'customer');
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
      {error && !(granted.data && customers) ? (
        <FailureNotice
          title={t`The permissions did not come`}
          error={error}
          onRetry={() => {
            void granted.refetch();
            void known.refetch();
          }}
        />
      ) : granted.data && customers ? (
        <PermissionForm key={granted.data.version} group={group} granted={granted.data} known={customers} />
      ) : (
        <Skeleton height={320} radius="md" aria-busy="true" />
      )}
    </Panel>
  );
}
