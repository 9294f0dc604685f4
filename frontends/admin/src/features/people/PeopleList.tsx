import { listUsersInfiniteOptions, paging, type UserRead } from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, PersonAvatar, Row, Rows } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconUserSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LevelBadge } from './LevelBadge';
import { PersonState } from './PersonState';
import type { PeopleSearch } from './peopleSearch';

function Person({ person }: { person: UserRead }) {
  return (
    <Row
      icon={<PersonAvatar name={person.name} size={32} />}
      title={
        <Link to="/people/$userId" params={{ userId: String(person.id) }} data-whole-row>
          {person.name}
        </Link>
      }
      sub={person.email}
    >
      <PersonState person={person} />
      <LevelBadge level={person.level} />
    </Row>
  );
}

/** Accounts as the filters say, page by page. */
export function PeopleList({ search }: { search: PeopleSearch }) {
  const { t } = useLingui();
  const { state, ...filters } = search;
  const query = {
    ...filters,
    sort: 'name' as const,
    ...(state === 'disabled' ? { disabled: true } : {}),
    ...(state === 'unclaimed' ? { claimed: false } : {}),
  };
  const list = useInfiniteQuery({ ...listUsersInfiniteOptions({ query }), ...paging });
  return (
    <Loaded query={list} failure={<Trans>The people did not come</Trans>} rows={6}>
      {({ pages }) => {
        const people = pages.flatMap((page) => page.items);
        if (people.length === 0) {
          return (
            <EmptyState icon={<IconUserSearch size={28} stroke={1.5} />} title={<Trans>Nobody found</Trans>}>
              <Trans>Try fewer letters, or another filter.</Trans>
            </EmptyState>
          );
        }
        return (
          <>
            <Rows label={t`People`}>
              {people.map((person) => (
                <Person key={person.id} person={person} />
              ))}
            </Rows>
            <MoreButton list={list} />
          </>
        );
      }}
    </Loaded>
  );
}
