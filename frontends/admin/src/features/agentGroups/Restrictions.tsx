import { type AgentGroupRead, updateAgentGroupMutation } from '@deskbell/api';
import { Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import {
  RestrictionFields,
  restrictionPointers,
  sameRestrictions,
} from '../../parts/rights/RestrictionFields';
import { SaveBar } from '../../parts/rights/SaveBar';
import { useDraft } from '../../parts/rights/useDraft';
import { seen, useGroupChange } from './useGroupChange';

/** What cuts down the agents in a group. */
export function Restrictions({ group }: { group: AgentGroupRead }) {
  const { t } = useLingui();
  const { path, take, refresh } = useGroupChange(group);
  const draft = useDraft(group.restrictions, sameRestrictions);
  const save = useMutation({
    ...updateAgentGroupMutation(),
    onSuccess: (now) => {
      take(now);
      draft.drop();
      toast(t`Restrictions saved`);
    },
    onSettled: refresh,
  });
  return (
    <Panel
      title={<Trans>Restrictions</Trans>}
      lead={<Trans>They bind every agent in the group, and no admin. Of several, each counts.</Trans>}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ path, body: { restrictions: draft.value }, headers: seen(group) });
        }}
      >
        <Stack gap="sm">
          <RestrictionFields value={draft.value} onChange={draft.set} error={save.error} at="/restrictions" />
          <SaveBar
            label={<Trans>Save the restrictions</Trans>}
            changed={draft.changed}
            pending={save.isPending}
            error={save.error}
            fields={restrictionPointers('/restrictions', draft.value)}
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
