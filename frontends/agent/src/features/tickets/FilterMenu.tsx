import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  ActionIcon,
  Button,
  Group,
  Indicator,
  Popover,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconFilter2 } from '@tabler/icons-react';
import { useState } from 'react';
import { type Filters, NO_FILTERS, parseFilters } from './filters';
import { type Choice, useFilterChoices } from './useFilterChoices';

export const CHOSEN = [
  { name: 'kind', title: msg`State` },
  { name: 'status', title: msg`Status` },
  { name: 'assignee', title: msg`Assignee` },
  { name: 'department', title: msg`Department` },
  { name: 'team', title: msg`Team` },
  { name: 'priority', title: msg`Priority` },
  { name: 'type', title: msg`Type` },
  { name: 'label', title: msg`Label` },
  { name: 'channel', title: msg`Came by` },
] as const;

const SPANS = [
  { from: 'created_from', to: 'created_to', after: msg`Created from`, before: msg`Created until` },
  { from: 'updated_from', to: 'updated_to', after: msg`Updated from`, before: msg`Updated until` },
] as const;

type FieldProps = {
  label: string;
  data: Choice[];
  value: string | null;
  onChange: (id: string | null) => void;
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
      data={data}
      value={value}
      onChange={onChange}
    />
  );
}

type Props = { filters: Filters; onFilter: (filters: Filters) => void };

function Fields({ filters, onFilter }: Props) {
  const { t } = useLingui();
  const choices = useFilterChoices();
  const set = (name: keyof Filters, value: string | null) =>
    onFilter({ ...NO_FILTERS, ...parseFilters({ ...filters, [name]: value ?? undefined }) });
  return (
    <Stack gap="xs">
      <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
        {CHOSEN.map(({ name, title }) => (
          <Field
            key={name}
            label={t(title)}
            data={choices[name]}
            value={filters[name] === undefined ? null : String(filters[name])}
            onChange={(value) => set(name, value)}
          />
        ))}
      </SimpleGrid>
      {SPANS.map(({ from, to, after, before }) => (
        <Group key={from} grow gap="xs">
          {[
            { name: from, title: after },
            { name: to, title: before },
          ].map(({ name, title }) => (
            <TextInput
              key={name}
              type="date"
              size="xs"
              label={t(title)}
              value={filters[name] ?? ''}
              onChange={(event) => set(name, event.currentTarget.value || null)}
            />
          ))}
        </Group>
      ))}
      <Button size="xs" variant="subtle" onClick={() => onFilter(NO_FILTERS)}>
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
      width="min(400px, 94vw)"
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
      <Popover.Dropdown aria-label={t`Filter`} mah="min(640px, 80dvh)" style={{ overflowY: 'auto' }}>
        <Fields filters={filters} onFilter={onFilter} />
      </Popover.Dropdown>
    </Popover>
  );
}
