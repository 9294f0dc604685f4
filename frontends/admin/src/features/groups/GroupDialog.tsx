import {
  createUserGroupMutation,
  listUserGroupsQueryKey,
  type UserGroupRead,
  updateUserGroupMutation,
} from '@deskbell/api';
import { toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { NameDialog } from '../../parts/NameDialog';

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
  return (
    <NameDialog
      opened={opened}
      onClose={onClose}
      title={group ? <Trans>Rename the group</Trans> : <Trans>New user group</Trans>}
      name={group?.name}
      taken={t`Another group has this name.`}
      act={group ? rename : create}
      onName={(name) =>
        group
          ? rename.mutate({ path: { user_group_id: group.id }, body: { name } })
          : create.mutate({ body: { name } })
      }
    />
  );
}
