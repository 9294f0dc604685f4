import { getOrganizationOptions, listOrganizationsOptions, listUserGroupsOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PeopleSearch } from './peopleSearch';

type Props = { search: PeopleSearch; onChange: (part: PeopleSearch) => void };

function OrganizationSelect({ search, onChange }: Props) {
  const { t } = useLingui();
  const { organization: id } = search;
  const [typed, setTyped] = useState('');
  const chosen = useQuery({
    ...getOrganizationOptions({ path: { organization_id: id ?? 0 } }),
    enabled: id !== undefined,
    retry: false,
  }).data;
  const [q] = useDebouncedValue(typed === chosen?.name ? '' : typed.trim(), 150);
  const { data, isError } = useQuery({
    ...listOrganizationsOptions({ query: q ? { q, limit: 50 } : { limit: 50 } }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  // Whoever may not see organizations can't look for people by them.
  if (isError) return null;
  const known = new Map((data?.items ?? []).map((each) => [each.id, each.name]));
  if (id !== undefined) known.set(id, chosen?.name ?? `#${id}`);
  return (
    <Select
      aria-label={t`Organization`}
      placeholder={t`Every organization`}
      data={[...known].map(([number, name]) => ({ value: String(number), label: name }))}
      value={id === undefined ? null : String(id)}
      searchable
      clearable
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={t`Nothing by this name`}
      onChange={(number) => onChange({ organization: number ? Number(number) : undefined })}
      flex="1 1 170px"
    />
  );
}

/** A part of a name or an address, a user group, an organization: what is given combines. */
export function PeopleFilters({ search, onChange }: Props) {
  const { t } = useLingui();
  const find = useDebouncedCallback((typed: string) => onChange({ find: typed.trim() || undefined }), 200);
  const groups = useQuery(listUserGroupsOptions()).data?.items ?? [];
  const names = { everyone: t`Everyone`, registered: t`Registered`, own: null };
  return (
    <Group gap="xs" role="search">
      <TextInput
        type="search"
        aria-label={t`Search people`}
        placeholder={t`Name, address or number`}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        maxLength={100}
        defaultValue={search.find}
        onChange={(event) => find(event.currentTarget.value)}
        flex="2 1 220px"
      />
      <Select
        aria-label={t`User group`}
        placeholder={t`Every group`}
        data={groups.map(({ id, kind, name }) => ({ value: String(id), label: names[kind] ?? name }))}
        value={search.group === undefined ? null : String(search.group)}
        searchable
        clearable
        nothingFoundMessage={t`Nothing by this name`}
        onChange={(id) => onChange({ group: id ? Number(id) : undefined })}
        flex="1 1 150px"
      />
      <OrganizationSelect search={search} onChange={onChange} />
    </Group>
  );
}
