import { setUserAgentGroupsMutation } from '@deskbell/api';
import { Loaded, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { MultiSelect, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { agentGroupName } from '../../parts/rights/agentGroupName';
import type { Rights } from './useRights';

/** The groups of agents that somebody is in; each change is saved at once. */
export function AgentGroupsForm({ rights }: { rights: Rights }) {
  const { t } = useLingui();
  const { path, permissions, groups, seen, take, refresh } = rights;
  const set = useMutation({
    ...setUserAgentGroupsMutation(),
    onSuccess: (now) => {
      take('permissions', now);
      toast(t`The agent groups are changed`, t`They count from the next request on.`);
    },
    onError: (error) => toastFailure(t`The agent groups were not changed`, error),
    onSettled: refresh,
  });
  return (
    <Loaded query={permissions} failure={<Trans>The groups did not come</Trans>} rows={1}>
      {(held) => (
        <Stack gap="xs">
          <MultiSelect
            label={t`Agent groups`}
            placeholder={held.groups.length === 0 ? t`In no group: choose some` : undefined}
            data={
              groups.data?.items.map((group) => ({
                value: String(group.id),
                label: agentGroupName(group),
              })) ?? []
            }
            value={held.groups.map(({ id }) => String(id))}
            disabled={set.isPending}
            searchable
            onChange={(ids) =>
              set.mutate({ path, body: { agent_group_ids: ids.map(Number) }, headers: seen(held) })
            }
          />
          {held.held.length === 0 && (
            <Text size="sm" c="dimmed">
              <Trans>Holds nothing yet: the agent panel shows only what is assigned or followed.</Trans>
            </Text>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
