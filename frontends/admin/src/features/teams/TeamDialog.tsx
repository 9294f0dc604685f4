import {
  createTeamMutation,
  fieldError,
  isFailure,
  listTeamsQueryKey,
  type TeamRead,
  updateTeamMutation,
} from '@deskbell/api';
import { FormDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

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
  const act = team ? rename : create;
  const taken = isFailure(act.error) && act.error.code === 'name_taken';
  return (
    <FormDialog
      opened={opened}
      onClose={() => {
        create.reset();
        rename.reset();
        onClose();
      }}
      title={team ? <Trans>Rename the team</Trans> : <Trans>New team</Trans>}
      pending={act.isPending}
      error={taken ? null : act.error}
      fields={['/name']}
      onSubmit={(value) => {
        const body = { name: value('name') };
        if (team) rename.mutate({ path: { team_id: team.id }, body });
        else create.mutate({ body });
      }}
    >
      <TextInput
        label={t`Name`}
        name="name"
        defaultValue={team?.name}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        error={taken ? t`Another team has this name.` : fieldError(act.error, '/name')}
      />
    </FormDialog>
  );
}
