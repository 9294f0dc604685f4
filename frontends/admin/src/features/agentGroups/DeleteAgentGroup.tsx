import { type AgentGroupRead, deleteAgentGroupMutation, listAgentGroupsQueryKey } from '@deskbell/api';
import { ConfirmDialog, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { seen } from './useGroupChange';

/** Deleting a group of agents, after it was said what goes with it. */
export function DeleteAgentGroup({ group, onGone }: { group: AgentGroupRead; onGone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asked, dialog] = useDisclosure(false);
  const remove = useMutation({
    ...deleteAgentGroupMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listAgentGroupsQueryKey() });
      toast(t`Group deleted`);
      onGone();
    },
  });
  return (
    <Panel
      title={<Trans>Delete this group</Trans>}
      lead={<Trans>No person goes with it; its agents lose what only it gave them.</Trans>}
      actions={
        <Button variant="default" color="red" onClick={dialog.open}>
          <Trans>Delete…</Trans>
        </Button>
      }
    >
      <ConfirmDialog
        opened={asked}
        onClose={() => {
          dialog.close();
          remove.reset();
        }}
        title={<Trans>Delete the group {group.name}?</Trans>}
        action={<Trans>Delete</Trans>}
        color="red"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ path: { group_id: group.id }, headers: seen(group) })}
      >
        <Trans>What it gave ends at its agents’ next click.</Trans>
      </ConfirmDialog>
    </Panel>
  );
}
