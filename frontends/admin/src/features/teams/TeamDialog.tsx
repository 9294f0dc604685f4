import { createTeamMutation, listTeamsQueryKey, type TeamRead, updateTeamMutation } from '@deskbell/api';
import { toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { NameDialog } from '../../parts/NameDialog';

type Props = { team: TeamRead | null; opened: boolean; onClose: () => void };

/** Makes a team, or renames one. */
export function TeamDialog({ team, opened, onClose }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const onSuccess = ({ name }: TeamRead) => {
    void queries.invalidateQueries({ queryKey: listTeamsQueryKey() });
    toast(team ? t`Team renamed` : t`Team ${name} made`);
    onClose();
  };
  const create = useMutation({ ...createTeamMutation(), onSuccess });
  const rename = useMutation({ ...updateTeamMutation(), onSuccess });
  return (
    <NameDialog
      opened={opened}
      onClose={onClose}
      title={team ? <Trans>Rename the team</Trans> : <Trans>New team</Trans>}
      name={team?.name}
      taken={t`Another team has this name.`}
      act={team ? rename : create}
      onName={(name) =>
        team
          ? rename.mutate({ path: { team_id: team.id }, body: { name } })
          : create.mutate({ body: { name } })
      }
    />
  );
}
