import { fieldError, listUsersOptions, type UserRead } from '@deskbell/api';
import { PersonAvatar } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { Autocomplete, CloseButton, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Person } from './fields';
import classes from './NewTicket.module.css';

const MOST = 8;

type Props = { person: Person | null; error: unknown; onChange: (person: Person | null) => void };

const lineOf = ({ name, email }: UserRead) => (email ? `${name} · ${email}` : name);

/** On whose behalf: somebody who is known, found by a part of the name or address, or somebody new. */
export function CustomerInput({ person, error, onChange }: Props) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const [typed, setTyped] = useState(person?.id === null ? person.email : '');
  const [settled] = useDebouncedValue(typed.trim(), 150);
  const { data } = useQuery({
    ...listUsersOptions({ query: { q: settled, limit: MOST, disabled: false } }),
    enabled: settled.length > 1,
    placeholderData: keepPreviousData,
  });
  const found = settled.length > 1 ? (data?.items ?? []) : [];

  if (person && person.id !== null) {
    return (
      <div className={classes.chosen}>
        <PersonAvatar name={person.name} size={32} />
        <div className={classes.chosenText}>
          <div className={classes.chosenName}>{person.name}</div>
          <div className={classes.chosenEmail}>{person.email || t`No mail address`}</div>
        </div>
        <CloseButton aria-label={t`Choose somebody else`} onClick={() => onChange(null)} />
      </div>
    );
  }
  const isNew = typed.includes('@') && !found.some(({ email }) => email === typed.trim());
  return (
    <SimpleGrid cols={{ base: 1, sm: isNew ? 2 : 1 }} spacing="sm">
      <Autocomplete
        label={t`Customer`}
        placeholder={t`Name or email`}
        ref={input}
        autoComplete="off"
        value={typed}
        data={[...new Set(found.map(lineOf))]}
        filter={({ options }) => options}
        error={fieldError(error, '/agent/requester/email') ?? fieldError(error, '/agent/requester_id')}
        onChange={(text) => {
          const known = found.find((each) => lineOf(each) === text);
          setTyped(text);
          if (known) onChange({ id: known.id, name: known.name, email: known.email ?? '' });
          else if (text.includes('@')) onChange({ id: null, name: person?.name ?? '', email: text.trim() });
          else onChange(null);
        }}
      />
      {isNew && (
        <TextInput
          label={t`Name of the new customer`}
          value={person?.name ?? ''}
          error={fieldError(error, '/agent/requester/name')}
          onChange={(event) => onChange({ id: null, name: event.currentTarget.value, email: typed.trim() })}
        />
      )}
    </SimpleGrid>
  );
}
