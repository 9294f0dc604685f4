import { getUserOptions, listUsersOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

type Props = { userId: number | undefined; onChange: (userId: number | undefined) => void };

/** Finds somebody by name or address. */
export function PersonField({ userId, onChange }: Props) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const { data } = useQuery({
    ...listUsersOptions({ query: { q, sort: 'name', limit: 10 } }),
    enabled: q !== '',
  });
  const chosen = useQuery({
    ...getUserOptions({ path: { user_id: userId ?? 0 } }),
    enabled: userId !== undefined,
  });
  const people = (q && data?.items) || [];
  const all = chosen.data ? [chosen.data, ...people.filter(({ id }) => id !== userId)] : people;
  return (
    <Select
      label={t`Person`}
      placeholder={t`A name or an address`}
      searchable
      clearable
      value={userId === undefined ? null : String(userId)}
      onSearchChange={setWords}
      nothingFoundMessage={q && data ? t`Nobody found` : undefined}
      filter={({ options }) => options}
      data={all.map(({ id, name, email }) => ({
        value: String(id),
        label: email ? `${name} <${email}>` : name,
      }))}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  );
}
