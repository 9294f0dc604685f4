import {
  type AgentRead,
  type DepartmentRead,
  listAgentsQueryKey,
  setUserDepartmentsMutation,
} from '@deskbell/api';
import { PersonAvatar, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Drawer, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

type Props = { department: DepartmentRead | null; agents: AgentRead[]; onClose: () => void };

/** Who has access to a department; somebody is added or taken out at once. */
export function DepartmentAgents({ department, agents, onClose }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const save = useMutation({
    ...setUserDepartmentsMutation(),
    onError: (error) => toastFailure(t`The access was not changed`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listAgentsQueryKey() }),
  });
  const id = department?.id ?? 0;
  const inside = agents.filter(({ department_ids }) => department_ids.includes(id));
  const outside = agents.filter(({ department_ids }) => !department_ids.includes(id));
  const set = (agent: AgentRead, department_ids: number[]) =>
    save.mutate({ path: { user_id: agent.id }, body: { department_ids } });
  return (
    <Drawer
      opened={department !== null}
      onClose={onClose}
      position="right"
      title={<Trans>Who works in {department?.name}</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap="md">
        <Select
          label={t`Give access to`}
          placeholder={outside.length > 0 ? t`Name of an agent` : t`Every agent has access`}
          data={outside.map((agent) => ({ value: String(agent.id), label: agent.name }))}
          value={null}
          disabled={outside.length === 0 || save.isPending}
          searchable
          onChange={(chosen) => {
            const agent = outside.find((each) => String(each.id) === chosen);
            if (agent) set(agent, [...agent.department_ids, id]);
          }}
        />
        {inside.length === 0 && (
          <Text size="sm" c="dimmed">
            <Trans>Nobody yet: its tickets wait unseen.</Trans>
          </Text>
        )}
        {inside.map((agent) => (
          <Group key={agent.id} gap="sm" wrap="nowrap">
            <PersonAvatar name={agent.name} size={28} />
            <Text size="sm" flex={1}>
              {agent.name}
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t`Take access from ${agent.name}`}
              disabled={save.isPending}
              onClick={() =>
                set(
                  agent,
                  agent.department_ids.filter((each) => each !== id),
                )
              }
            >
              <Trans>Take out</Trans>
            </Button>
          </Group>
        ))}
      </Stack>
    </Drawer>
  );
}
