import {
  addTeamMemberMutation,
  listAgentsOptions,
  listTeamsQueryKey,
  removeTeamMemberMutation,
  type TeamRead,
} from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { MultiSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Who is in a team; each change is saved at once. */
export function TeamMembers({ team }: { team: TeamRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data: agents } = useQuery(listAgentsOptions({ query: { limit: 100 } }));
  const act = {
    onError: (error: unknown) => toastFailure(t`The team was not changed`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listTeamsQueryKey() }),
  };
  const join = useMutation({ ...addTeamMemberMutation(), ...act });
  const leave = useMutation({ ...removeTeamMemberMutation(), ...act });
  const inside = team.members.map(({ id }) => String(id));
  // Whoever is in it can be taken out, also when they can't be assigned to any more.
  const known = new Map([...(agents?.items ?? []), ...team.members].map(({ id, name }) => [id, name]));
  return (
    <MultiSelect
      aria-label={t`Members of ${team.name}`}
      placeholder={inside.length === 0 ? t`Nobody yet: choose agents` : undefined}
      data={[...known].map(([id, name]) => ({ value: String(id), label: name }))}
      value={inside}
      disabled={join.isPending || leave.isPending}
      searchable
      onChange={(chosen) => {
        for (const id of chosen)
          if (!inside.includes(id)) join.mutate({ path: { team_id: team.id, user_id: Number(id) } });
        for (const id of inside)
          if (!chosen.includes(id)) leave.mutate({ path: { team_id: team.id, user_id: Number(id) } });
      }}
    />
  );
}
