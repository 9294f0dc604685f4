import {
  addTeamMemberMutation,
  listTeamsQueryKey,
  removeTeamMemberMutation,
  type TeamRead,
  useAgents,
} from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { MultiSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** More names than this help nobody: one types a part of the one that is meant. */
const MOST = 100;

/** Who is in a team; each change is saved at once. */
export function TeamMembers({ team }: { team: TeamRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const agents = useAgents();
  const act = {
    onError: (error: unknown) => toastFailure(t`The team was not changed`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listTeamsQueryKey() }),
  };
  const join = useMutation({ ...addTeamMemberMutation(), ...act });
  const leave = useMutation({ ...removeTeamMemberMutation(), ...act });
  const inside = team.members.map(({ id }) => String(id));
  // Whoever is in it can be taken out, also when they can't be assigned to any more.
  const known = new Map([...(agents ?? []), ...team.members].map(({ id, name }) => [id, name]));
  return (
    <MultiSelect
      aria-label={t`Members of ${team.name}`}
      placeholder={inside.length === 0 ? t`Nobody yet: choose agents` : undefined}
      data={[...known].map(([id, name]) => ({ value: String(id), label: name }))}
      value={inside}
      disabled={join.isPending || leave.isPending}
      searchable
      limit={MOST}
      onChange={(chosen) => {
        for (const id of chosen)
          if (!inside.includes(id)) join.mutate({ path: { team_id: team.id, user_id: Number(id) } });
        for (const id of inside)
          if (!chosen.includes(id)) leave.mutate({ path: { team_id: team.id, user_id: Number(id) } });
      }}
    />
  );
}
