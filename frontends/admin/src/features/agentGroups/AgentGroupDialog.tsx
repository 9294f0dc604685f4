import {
  type AgentGroupRead,
  createAgentGroupMutation,
  listAgentGroupsQueryKey,
  updateAgentGroupMutation,
} from '@deskbell/api';
import { toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { NameDialog } from '../../parts/NameDialog';

type Props = {
  group: AgentGroupRead | null;
  opened: boolean;
  onClose: () => void;
  onDone: (group: AgentGroupRead) => void;
};

/** Makes a group of agents, or renames one. */
export function AgentGroupDialog({ group, opened, onClose, onDone }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const onSuccess = (done: AgentGroupRead) => {
    void queries.invalidateQueries({ queryKey: listAgentGroupsQueryKey() });
    const { name } = done;
    toast(group ? t`Group renamed` : t`Group ${name} made`);
    onClose();
    onDone(done);
  };
  const create = useMutation({ ...createAgentGroupMutation(), onSuccess });
  const rename = useMutation({ ...updateAgentGroupMutation(), onSuccess });
  return (
    <NameDialog
      opened={opened}
      onClose={onClose}
      title={group ? <Trans>Rename the group</Trans> : <Trans>New agent group</Trans>}
      name={group?.name}
      description={group ? undefined : t`It gives nothing until you say what.`}
      taken={t`Another group has this name.`}
      act={group ? rename : create}
      onName={(name) =>
        group
          ? rename.mutate({ path: { group_id: group.id }, body: { name } })
          : create.mutate({ body: { name } })
      }
    />
  );
}
