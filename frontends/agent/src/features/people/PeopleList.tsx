import { listPeopleInfiniteOptions, type PersonFound, paging } from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, PersonAvatar, Row, Rows, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Badge, Text } from '@mantine/core';
import { IconArrowLeft, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import classes from '../../parts/Pane.module.css';
import { PeopleFilters } from './PeopleFilters';
import type { PeopleSearch } from './peopleSearch';

const GROUPS_SHOWN = 2;

function Line({ person }: { person: PersonFound }) {
  const { addresses, groups, organizations, last_ticket: last } = person;
  const [address] = addresses;
  const more = groups.length - GROUPS_SHOWN;
  return (
    <Row
      icon={<PersonAvatar name={person.name} size={32} />}
      title={
        <Link to="/people/$userId" params={{ userId: String(person.id) }} search={true} data-whole-row>
          {person.name}
        </Link>
      }
      sub={
        [...(address ? [address] : []), ...(organizations ?? []).map(({ name }) => name)].join(' · ') || null
      }
    >
      {person.disabled && (
        <Badge variant="light" color="gray" tt="none">
          <Trans>disabled</Trans>
        </Badge>
      )}
      {groups.slice(0, GROUPS_SHOWN).map(({ id, name }) => (
        <Badge key={id} variant="light" tt="none" maw={140}>
          {name}
        </Badge>
      ))}
      {more > 0 && (
        <Badge variant="light" color="gray">
          +{more}
        </Badge>
      )}
      <Text component="span" size="xs" c="dimmed" miw={70} ta="end" title={last?.subject}>
        {last ? <TimeAgo at={last.updated_at} form="narrow" /> : <Trans>no ticket</Trans>}
      </Text>
    </Row>
  );
}

/** People, found by what they are called, by user group and by organization. */
export function PeopleList({ onBack }: { onBack: () => void }) {
  const { t } = useLingui();
  const search: PeopleSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { find, group, organization } = search;
  const query = {
    ...(find && { q: find }),
    ...(group && { group_id: group }),
    ...(organization && { organization_id: organization }),
  };
  const narrowed = Object.keys(query).length > 0;
  const list = useInfiniteQuery({
    ...listPeopleInfiniteOptions({ query }),
    ...paging,
    placeholderData: keepPreviousData,
  });
  return (
    <section className={classes.page} aria-label={t`People`}>
      <div className={classes.inside}>
        <header className={classes.head}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            hiddenFrom="sm"
            aria-label={t`Back to the list`}
            onClick={onBack}
          >
            <IconArrowLeft size={18} stroke={1.8} />
          </ActionIcon>
          <h2 className={classes.title}>
            <Trans>People</Trans>
          </h2>
        </header>
        <PeopleFilters
          search={search}
          onChange={(part) =>
            void navigate({ to: '.', search: (now: PeopleSearch) => ({ ...now, ...part }), replace: true })
          }
        />
        <Loaded query={list} failure={<Trans>The people did not come</Trans>} rows={8}>
          {({ pages }) => {
            const found = pages.flatMap((page) => page.items);
            if (found.length === 0) {
              return (
                <EmptyState
                  icon={<IconUsers size={28} stroke={1.5} />}
                  title={narrowed ? <Trans>Nobody found</Trans> : <Trans>Nobody yet</Trans>}
                >
                  {narrowed ? (
                    <Trans>Try fewer letters, or take a filter away.</Trans>
                  ) : (
                    <Trans>Whoever writes to you appears here.</Trans>
                  )}
                </EmptyState>
              );
            }
            return (
              <>
                <Rows label={t`People found`}>
                  {found.map((person) => (
                    <Line key={person.id} person={person} />
                  ))}
                </Rows>
                <MoreButton list={list} />
              </>
            );
          }}
        </Loaded>
      </div>
    </section>
  );
}
