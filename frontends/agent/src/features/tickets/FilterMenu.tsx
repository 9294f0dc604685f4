import { listLabelsOptions, listPrioritiesOptions, listStatusesOptions } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Indicator, Popover, Select, Stack, Tooltip } from '@mantine/core';
import { IconFilter2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgents } from '../people/useAgents';

type Filters = { status?: number; priority?: number; label?: number; assignee?: number };

type Named = { items: { id: number; name: string }[] } | undefined;
type FieldProps = {
  label: string;
  data: Named;
  value: number | undefined;
  onChange: (id: number | undefined) => void;
};

function Field({ label, data, value, onChange }: FieldProps) {
  const { t } = useLingui();
  return (
    <Select
      size="xs"
      label={label}
      placeholder={t`Any`}
      clearable
      searchable
      openOnFocus={false}
      selectFirstOptionOnChange
      limit={100}
      comboboxProps={{ withinPortal: false }}
      data={data?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
      value={value === undefined ? null : String(value)}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  );
}

type Props = { filters: Filters; onFilter: (filters: Filters) => void };

function Fields({ filters, onFilter }: Props) {
  const { t } = useLingui();
  const statuses = useQuery(listStatusesOptions());
  const priorities = useQuery(listPrioritiesOptions());
  const labels = useQuery(listLabelsOptions());
  const agents = useAgents();
  const set = (name: keyof Filters) => (id: number | undefined) => onFilter({ ...filters, [name]: id });
  return (
    <Stack gap="xs">
      <Field label={t`Status`} data={statuses.data} value={filters.status} onChange={set('status')} />
      <Field label={t`Priority`} data={priorities.data} value={filters.priority} onChange={set('priority')} />
      <Field label={t`Label`} data={labels.data} value={filters.label} onChange={set('label')} />
      <Field
        label={t`Assignee`}
        data={{ items: agents }}
        value={filters.assignee}
        onChange={set('assignee')}
      />
      <Button
        size="xs"
        variant="subtle"
        onClick={() =>
          onFilter({ status: undefined, priority: undefined, label: undefined, assignee: undefined })
        }
      >
        <Trans>Clear filters</Trans>
      </Button>
    </Stack>
  );
}

/** Narrows the list. A dot on the button says that something is hidden. */
export function FilterMenu({ filters, onFilter }: Props) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const active = Object.values(filters).some((value) => value !== undefined);
  return (
    <Popover
      position="bottom-end"
      width={240}
      shadow="md"
      radius="md"
      trapFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <Tooltip label={t`Filter`} disabled={opened}>
          <Indicator disabled={!active} size={7} offset={5}>
            <ActionIcon
              variant="subtle"
              color={active ? 'iris' : 'gray'}
              aria-label={active ? t`Filter, active` : t`Filter`}
              onClick={() => setOpened(!opened)}
            >
              <IconFilter2 size={16} stroke={1.8} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Filter`}>
        <Fields filters={filters} onFilter={onFilter} />
      </Popover.Dropdown>
    </Popover>
  );
}
