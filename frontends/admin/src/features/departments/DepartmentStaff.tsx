import {
  type DepartmentHolderRead,
  type DepartmentRead,
  getDepartmentAccessOptions,
  listAgentGroupsOptions,
  useAgents,
} from '@deskbell/api';
import { Loaded } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Drawer, Group, NativeSelect, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Change, useStaffing } from './useStaffing';

type HolderProps = {
  holder: DepartmentHolderRead;
  department: DepartmentRead;
  all: DepartmentRead[];
  pending: boolean;
  onChange: (to: Change['to']) => void;
};

function Holder({ holder, department, all, pending, onChange }: HolderProps) {
  const { t } = useLingui();
  const { name, access, with_children } = holder;
  const over = holder.department_id === department.id ? null : holder.department_id;
  const from = all.find(({ id }) => id === over)?.name;
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" flex={1} fw={550}>
          {name}
        </Text>
        <NativeSelect
          size="xs"
          aria-label={t`Access of ${name}`}
          value={access}
          disabled={pending || over !== null}
          data={[
            { value: 'full', label: t`Full` },
            { value: 'assign', label: t`Only move into` },
          ]}
          onChange={(event) =>
            onChange({ access: event.currentTarget.value === 'full' ? 'full' : 'assign', with_children })
          }
        />
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t`Take access from ${name}`}
          disabled={pending || over !== null}
          onClick={() => onChange(null)}
        >
          <Trans>Take out</Trans>
        </Button>
      </Group>
      {over === null ? (
        all.some(({ parent_id }) => parent_id === department.id) && (
          <Checkbox
            size="xs"
            label={<Trans>and all below</Trans>}
            aria-label={t`${name}: and all below`}
            checked={with_children}
            disabled={pending}
            onChange={(event) => onChange({ access, with_children: event.currentTarget.checked })}
          />
        )
      ) : (
        <Text size="xs" c="dimmed">
          <Trans>Through {from}, where it is changed</Trans>
        </Text>
      )}
    </Stack>
  );
}

type Props = { department: DepartmentRead; all: DepartmentRead[] };

function Staff({ department, all }: Props) {
  const { t } = useLingui();
  const agents = useAgents() ?? [];
  const { data: groups } = useQuery(listAgentGroupsOptions());
  const staff = useQuery(getDepartmentAccessOptions({ path: { department_id: department.id } }));
  const staffing = useStaffing(department.id);
  const pending = staffing.isPending;
  const add = (kind: Change['kind'], label: string, choices: { id: number; name: string }[]) => (
    <Select
      label={label}
      placeholder={choices.length > 0 ? t`Choose by name` : t`Everyone has access`}
      data={choices.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={null}
      disabled={choices.length === 0 || pending}
      searchable
      limit={100}
      onChange={(id) =>
        id && staffing.mutate({ kind, id: Number(id), to: { access: 'full', with_children: false } })
      }
    />
  );
  // What was chosen is shown while it is on the way.
  const shown = (kind: Change['kind'], holder: DepartmentHolderRead) => {
    const { variables } = staffing;
    const meant = pending && variables?.kind === kind && variables.id === holder.id;
    return meant && holder.department_id === department.id ? { ...holder, ...variables.to } : holder;
  };
  const listed = (kind: Change['kind'], holders: DepartmentHolderRead[]) =>
    holders.map((holder) => (
      <Holder
        key={`${holder.id} ${holder.department_id}`}
        holder={shown(kind, holder)}
        department={department}
        all={all}
        pending={pending}
        onChange={(to) => staffing.mutate({ kind, id: holder.id, to })}
      />
    ));
  return (
    <Loaded query={staff} failure={<Trans>Who has access did not come</Trans>}>
      {(given) => {
        const here = (holders: DepartmentHolderRead[], { id }: { id: number }) =>
          holders.some((each) => each.id === id && each.department_id === department.id);
        const own = groups?.items.filter(({ kind }) => kind === 'own') ?? [];
        return (
          <Stack gap="md">
            {add(
              'person',
              t`Give access to an agent`,
              agents.filter((agent) => !here(given.people, agent)),
            )}
            {own.length > 0 &&
              add(
                'group',
                t`Give access to an agent group`,
                own.filter((group) => !here(given.groups, group)),
              )}
            {given.people.length + given.groups.length === 0 && (
              <Text size="sm" c="dimmed">
                <Trans>Nobody yet: its tickets wait unseen.</Trans>
              </Text>
            )}
            {given.groups.length > 0 && (
              <Text size="xs" c="dimmed" fw={600}>
                <Trans>Agent groups</Trans>
              </Text>
            )}
            {listed('group', given.groups)}
            {given.people.length > 0 && (
              <Text size="xs" c="dimmed" fw={600}>
                <Trans>Agents by themselves</Trans>
              </Text>
            )}
            {listed('person', given.people)}
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** Who has access to a department, and how far; each change is saved at once. */
export function DepartmentStaff({
  department,
  all,
  onClose,
}: Omit<Props, 'department'> & { department: DepartmentRead | null; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Drawer
      opened={department !== null}
      onClose={onClose}
      position="right"
      title={<Trans>Who works in {department?.name}</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {department && <Staff department={department} all={all} />}
    </Drawer>
  );
}
