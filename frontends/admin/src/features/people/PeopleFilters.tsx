import { useLingui } from '@lingui/react/macro';
import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { LEVEL_NAMES, LEVELS } from './levels';
import type { PeopleSearch } from './peopleSearch';

type Props = { search: PeopleSearch; onChange: (search: PeopleSearch) => void };

/** Search by name or address, level, and state. */
export function PeopleFilters({ search, onChange }: Props) {
  const { t } = useLingui();
  const find = useDebouncedCallback((q: string) => onChange({ ...search, q: q.trim() || undefined }), 200);
  return (
    <Group gap="xs" role="search">
      <TextInput
        type="search"
        aria-label={t`Search people`}
        placeholder={t`Name or address`}
        leftSection={<IconSearch size={16} />}
        defaultValue={search.q}
        onChange={(event) => find(event.currentTarget.value)}
        maxLength={100}
        flex="1 1 220px"
      />
      <Select
        aria-label={t`Level`}
        placeholder={t`Every level`}
        data={LEVELS.map((level) => ({ value: level, label: t(LEVEL_NAMES[level]) }))}
        value={search.level ?? null}
        onChange={(level) => onChange({ ...search, level: level ?? undefined })}
        clearable
        w={150}
      />
      <Select
        aria-label={t`State`}
        placeholder={t`Every state`}
        data={[
          { value: 'unclaimed', label: t`No password yet` },
          { value: 'disabled', label: t`Disabled` },
        ]}
        value={search.state ?? null}
        onChange={(state) => onChange({ ...search, state: state ?? undefined })}
        clearable
        w={170}
      />
    </Group>
  );
}
