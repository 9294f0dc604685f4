import { listUsersOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

/** Finds people by name or address; whoever is chosen is added at once. */
export function AddMembers({ onAdd }: { onAdd: (userId: number) => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const { data } = useQuery({
    ...listUsersOptions({ query: { q, sort: 'name', limit: 10 } }),
    enabled: q !== '',
  });
  return (
    <Select
      label={t`Add a person`}
      placeholder={t`A name or an address`}
      searchable
      value={null}
      searchValue={words}
      onSearchChange={setWords}
      nothingFoundMessage={q && data ? t`Nobody found` : undefined}
      filter={({ options }) => options}
      data={(q && data?.items ? data.items : []).map(({ id, name, email }) => ({
        value: String(id),
        label: email ? `${name} <${email}>` : name,
      }))}
      onChange={(id) => {
        if (id === null) return;
        onAdd(Number(id));
        setWords('');
      }}
    />
  );
}
