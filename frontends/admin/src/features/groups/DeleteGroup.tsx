import { deleteUserGroupMutation, listUserGroupsQueryKey, type UserGroupRead } from '@deskbell/api';
import { ConfirmDialog, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Deleting a group, after it was said what goes with it. */
export function DeleteGroup({ group, onGone }: { group: UserGroupRead; onGone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asked, dialog] = useDisclosure(false);
  const remove = useMutation({
    ...deleteUserGroupMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listUserGroupsQueryKey() });
      toast(t`Group deleted`);
      onGone();
    },
  });
  return (
    <Panel
      title={<Trans>Delete this group</Trans>}
      lead={<Trans>No person goes with it; its members lose what only it granted.</Trans>}
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
        onConfirm={() => remove.mutate({ path: { user_group_id: group.id } })}
      >
        <Trans>What it granted ends at its members’ next click.</Trans>
      </ConfirmDialog>
    </Panel>
  );
}
