import {
  createUserGroupMutation,
  fieldError,
  isFailure,
  listUserGroupsQueryKey,
  type UserGroupRead,
  updateUserGroupMutation,
} from '@deskbell/api';
import { FormDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

type Props = {
  group: UserGroupRead | null;
  opened: boolean;
  onClose: () => void;
  onDone?: (group: UserGroupRead) => void;
};

/** Makes a group, or renames one. */
export function GroupDialog({ group, opened, onClose, onDone }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const onSuccess = (done: UserGroupRead) => {
    void queries.invalidateQueries({ queryKey: listUserGroupsQueryKey() });
    const { name } = done;
    toast(group ? t`Group renamed` : t`Group ${name} made`);
    onClose();
    onDone?.(done);
  };
  const create = useMutation({ ...createUserGroupMutation(), onSuccess });
  const rename = useMutation({ ...updateUserGroupMutation(), onSuccess });
  const act = group ? rename : create;
  const taken = isFailure(act.error) && act.error.code === 'name_taken';
  return (
    <FormDialog
      opened={opened}
      onClose={() => {
        create.reset();
        rename.reset();
        onClose();
      }}
      title={group ? <Trans>Rename the group</Trans> : <Trans>New user group</Trans>}
      pending={act.isPending}
      error={taken ? null : act.error}
      fields={['/name']}
      onSubmit={(value) => {
        const body = { name: value('name') };
        if (group) rename.mutate({ path: { user_group_id: group.id }, body });
        else create.mutate({ body });
      }}
    >
      <TextInput
        label={t`Name`}
        name="name"
        defaultValue={group?.name}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        error={taken ? t`Another group has this name.` : fieldError(act.error, '/name')}
      />
    </FormDialog>
  );
}
