import { type AgentGroupRead, setAgentGroupDepartmentsMutation } from '@deskbell/api';
import { Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { AccessFields, sameAccess } from '../../parts/rights/AccessFields';
import { SaveBar } from '../../parts/rights/SaveBar';
import { useDraft } from '../../parts/rights/useDraft';
import { seen, useGroupChange } from './useGroupChange';

/** The departments that a group opens to its agents. */
export function Departments({ group }: { group: AgentGroupRead }) {
  const { t } = useLingui();
  const { path, take, refresh } = useGroupChange(group);
  const draft = useDraft(group.departments, sameAccess);
  const save = useMutation({
    ...setAgentGroupDepartmentsMutation(),
    onSuccess: (now) => {
      take(now);
      draft.drop();
      toast(t`Departments saved`, t`They count from the next request on.`);
    },
    onSettled: refresh,
  });
  return (
    <Panel
      title={<Trans>Departments</Trans>}
      lead={
        <Trans>What is open here is open to every agent in the group, beside what they have alone.</Trans>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ path, body: { departments: draft.value }, headers: seen(group) });
        }}
      >
        <Stack gap="sm">
          <AccessFields value={draft.value} onChange={draft.set} />
          <SaveBar
            label={<Trans>Save the departments</Trans>}
            changed={draft.changed}
            pending={save.isPending}
            error={save.error}
            wanted={{ kind: 'agent_group_departments', agent_group_id: group.id, departments: draft.value }}
            onUndo={() => {
              draft.drop();
              save.reset();
            }}
          />
        </Stack>
      </form>
    </Panel>
  );
}
