import {
  addTeamMemberMutation,
  listTeamsOptions,
  removeTeamMemberMutation,
  type UserRead,
} from '@deskbell/api';
import { Loaded, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { usePersonRefresh } from './usePersonRefresh';

/** The teams that an agent is in; each box is saved at once. */
export function TeamsForm({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const teams = useQuery(listTeamsOptions());
  const onSettled = usePersonRefresh(person.id);
  const onError = (error: unknown) => toastFailure(t`The team was not changed`, error);
  const join = useMutation({ ...addTeamMemberMutation(), onError, onSettled });
  const leave = useMutation({ ...removeTeamMemberMutation(), onError, onSettled });
  return (
    <Loaded query={teams} failure={<Trans>The teams did not come</Trans>} rows={1}>
      {({ items }) => {
        if (items.length === 0) {
          return (
            <Text size="sm" c="dimmed">
              <Trans>There is no team yet.</Trans>
            </Text>
          );
        }
        return (
          <Stack gap="xs">
            {items.map((team) => {
              const path = { team_id: team.id, user_id: person.id };
              return (
                <Checkbox
                  key={team.id}
                  label={team.name}
                  checked={team.members.some(({ id }) => id === person.id)}
                  disabled={join.isPending || leave.isPending}
                  onChange={(event) => (event.currentTarget.checked ? join : leave).mutate({ path })}
                />
              );
            })}
          </Stack>
        );
      }}
    </Loaded>
  );
}
