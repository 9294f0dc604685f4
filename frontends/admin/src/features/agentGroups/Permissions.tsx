import {
  type AgentGroupRead,
  listPermissionsOptions,
  type PermissionRead,
  setAgentGroupPermissionsMutation,
} from '@deskbell/api';
import { Loaded, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { PermissionFields } from '../../parts/rights/PermissionFields';
import { SaveBar } from '../../parts/rights/SaveBar';
import { usePermissionChoice } from '../../parts/rights/usePermissionChoice';
import { seen, useGroupChange } from './useGroupChange';

type FormProps = { group: AgentGroupRead; known: PermissionRead[] };

function Form({ group, known }: FormProps) {
  const { t } = useLingui();
  const { path, take, refresh } = useGroupChange(group);
  const save = useMutation({
    ...setAgentGroupPermissionsMutation(),
    onSuccess: (now) => {
      take(now);
      choice.drop();
      toast(t`The permissions are changed`, t`They count from the next request on.`);
    },
    onSettled: refresh,
  });
  const readOnly = group.kind !== 'own';
  const choice = usePermissionChoice({
    known,
    stored: group.permissions,
    readOnly,
    error: save.error,
    sent: save.variables?.body.permissions ?? [],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path, body: { permissions: choice.names }, headers: seen(group) });
      }}
    >
      <Stack gap="lg">
        <PermissionFields choice={choice} />
        {!readOnly && (
          <SaveBar
            label={<Trans>Save permissions</Trans>}
            changed={choice.changed}
            pending={save.isPending}
            error={save.error}
            fields={save.variables?.body.permissions.map((_, place) => `/permissions/${place}`)}
            wanted={{ kind: 'agent_group_permissions', agent_group_id: group.id, permissions: choice.names }}
            onUndo={() => {
              choice.drop();
              save.reset();
            }}
          />
        )}
      </Stack>
    </form>
  );
}

/** What the agents in a group may do. */
export function Permissions({ group }: { group: AgentGroupRead }) {
  const known = useQuery(listPermissionsOptions({ query: { audience: 'agent' } }));
  return (
    <Panel
      title={<Trans>What its agents may do</Trans>}
      lead={
        group.kind === 'own' ? (
          <Trans>
            An agent holds what all their groups give, together. Tickets that are one’s own, one’s team’s or
            followed are always seen; the others only in departments that are open.
          </Trans>
        ) : (
          <Trans>This group is built in: what it gives is fixed.</Trans>
        )
      }
    >
      <Loaded query={known} failure={<Trans>The permissions did not come</Trans>} rows={8}>
        {({ items }) => <Form group={group} known={items} />}
      </Loaded>
    </Panel>
  );
}
