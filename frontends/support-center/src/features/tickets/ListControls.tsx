import { submitted } from '@deskbell/ui';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import type { ListSearch } from './listSearch';
import classes from './TicketList.module.css';

const STATES = [
  { value: 'open', title: msg`Open` },
  { value: 'solved', title: msg`Solved` },
  { value: 'all', title: msg`All` },
] as const;
const SORTS = [
  { value: '-updated_at', title: msg`Last changed first` },
  { value: '-created_at', title: msg`Newest first` },
  { value: 'created_at', title: msg`Oldest first` },
] as const;

type Props = { search: ListSearch; onChange: (search: ListSearch) => void };

/** Words, state and order of one's list of tickets. */
export function ListControls({ search, onChange }: Props) {
  const { t } = useLingui();
  const find = (event: FormEvent<HTMLFormElement>) => {
    const { q: _, ...rest } = search;
    const q = submitted(event)('q').trim();
    onChange(q ? { ...rest, q } : rest);
  };
  return (
    <div className={classes.controls}>
      <search className={classes.search}>
        <form onSubmit={find} className={classes.searchForm} key={search.q}>
          <TextInput
            type="search"
            name="q"
            className={classes.words}
            aria-label={t`Search your tickets`}
            placeholder={t`Search your tickets`}
            maxLength={200}
            defaultValue={search.q}
            leftSection={<IconSearch size={16} aria-hidden="true" />}
          />
          <Button type="submit" variant="default">
            <Trans>Search</Trans>
          </Button>
        </form>
      </search>
      <nav className={classes.states} aria-label={t`State`}>
        {STATES.map(({ value, title }) => (
          <Link
            key={value}
            to="/tickets"
            search={{ ...search, state: value }}
            className={classes.state}
            aria-current={(search.state ?? 'open') === value ? 'page' : undefined}
          >
            {t(title)}
          </Link>
        ))}
      </nav>
      {!search.q && (
        <NativeSelect
          aria-label={t`Order`}
          value={search.sort ?? '-updated_at'}
          data={SORTS.map(({ value, title }) => ({ value, label: t(title) }))}
          onChange={(event) => onChange({ ...search, sort: event.currentTarget.value as never })}
        />
      )}
    </div>
  );
}
