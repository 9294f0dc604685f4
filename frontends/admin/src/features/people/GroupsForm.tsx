import {
  getUserGroupsOfUserOptions,
  getUserGroupsOfUserQueryKey,
  listUserGroupsOptions,
  setUserGroupsOfUserMutation,
  type UserRead,
} from '@deskbell/api';
import { Loaded, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Group, MultiSelect, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** The user groups that somebody is in; each change is saved at once. */
export function GroupsForm({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { user_id: person.id };
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
      {({ groups }) => {
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
              onChange={(ids) => set.mutate({ path, body: { group_ids: ids.map(Number) } })}
            />
            <Group gap="xs">
              {given.map(({ id, kind, name }) => (
                <Badge key={id} variant="light" color="gray">
                  {kind === 'everyone'
                    ? t`Everyone`
                    : kind === 'registered'
                      ? t`Registered`
                      : t`${name}, by rule`}
                </Badge>
              ))}
            </Group>
          </Stack>
        );
      }}
    </Loaded>
  );
}
