import {
  getUserGroupsOfUserOptions,
  getUserGroupsOfUserQueryKey,
  listUserGroupsOptions,
  setUserGroupsOfUserMutation,
} from '@deskbell/api';
import { Loaded, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Group, MultiSelect, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

type Props = {
  userId: number;
  /** Where a group leads; then each has a link below. */
  linked?: (id: number, name: string) => ReactNode;
};

/** The user groups that somebody is in; each change is saved at once. */
export function GroupsOf({ userId, linked }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { user_id: userId };
  const mine = useQuery(getUserGroupsOfUserOptions({ path }));
  const { data: all } = useQuery(listUserGroupsOptions());
  const set = useMutation({
    ...setUserGroupsOfUserMutation(),
    onSuccess: (now) => queries.setQueryData(getUserGroupsOfUserQueryKey({ path }), now),
    onError: (error) => toastFailure(t`The groups were not changed`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: getUserGroupsOfUserQueryKey({ path }) }),
  });
  return (
    <Loaded query={mine} failure={<Trans>The groups did not come</Trans>} rows={1}>
      {({ groups, version }) => {
        const chosen = groups.filter(({ by_rule }) => !by_rule);
        const given = groups.filter(({ by_rule }) => by_rule);
        const own = (all?.items ?? []).filter(
          ({ id, kind }) => kind === 'own' && !given.some((each) => each.id === id),
        );
        const known = new Map([...own, ...chosen].map(({ id, name }) => [id, name]));
        return (
          <Stack gap="xs">
            <MultiSelect
              aria-label={t`User groups`}
              placeholder={chosen.length === 0 ? t`In no group of its own: choose some` : undefined}
              data={[...known].map(([id, name]) => ({ value: String(id), label: name }))}
              value={chosen.map(({ id }) => String(id))}
              disabled={set.isPending}
              searchable
              onChange={(ids) =>
                set.mutate({
                  path,
                  body: { group_ids: ids.map(Number) },
                  headers: { 'If-Match': `"${version}"` },
                })
              }
            />
            <Group gap="xs">
              {(linked ? groups : given).map(({ id, kind, name }) => {
                const called =
                  kind === 'everyone' ? t`Everyone` : kind === 'registered' ? t`Registered` : name;
                if (linked) return linked(id, called);
                return (
                  <Badge key={id} variant="light" color="gray">
                    {kind === 'own' ? t`${name}, by rule` : called}
                  </Badge>
                );
              })}
            </Group>
          </Stack>
        );
      }}
    </Loaded>
  );
}
