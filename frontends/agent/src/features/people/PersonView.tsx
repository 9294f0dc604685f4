import {
  getUserOptions,
  listUserAddressesOptions,
  listUserOrganizationsOptions,
  listUserPhonesOptions,
  type UserRead,
} from '@deskbell/api';
import { GroupsOf, SignInAs } from '@deskbell/session';
import { Facts, Loaded, Panel, PersonAvatar, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Badge, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import classes from '../../parts/Pane.module.css';
import { TextLink } from '../../parts/TextLink';
import { Tickets } from '../../parts/Tickets';
import { useMay } from '../../parts/useMay';

function Organizations({ userId }: { userId: number }) {
  const query = useQuery({ ...listUserOrganizationsOptions({ path: { user_id: userId } }), retry: false });
  if (query.isError) return null;
  return (
    <Panel title={<Trans>Organizations</Trans>}>
      <Loaded query={query} failure={<Trans>The organizations did not come</Trans>} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <Trans>In none. An organization's page puts people in.</Trans>
          ) : (
            <Group gap="xs">
              {items.map(({ organization: { id, name }, managing, presumed }) => (
                <Group key={id} gap={6}>
                  <TextLink to="/organizations/$organizationId" params={{ organizationId: String(id) }}>
                    {name}
                  </TextLink>
                  {managing && (
                    <Badge variant="light" tt="none">
                      <Trans>manager</Trans>
                    </Badge>
                  )}
                  {presumed && (
                    <Badge variant="light" color="gray" tt="none">
                      <Trans>by domain</Trans>
                    </Badge>
                  )}
                </Group>
              ))}
            </Group>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Profile({ person }: { person: UserRead }) {
  const path = { user_id: person.id };
  const addresses = useQuery({ ...listUserAddressesOptions({ path }), retry: false }).data?.items;
  const phones = useQuery({ ...listUserPhonesOptions({ path }), retry: false }).data?.items;
  const reached = addresses?.map(({ email }) => email).join(', ') || person.email;
  return (
    <Panel title={<Trans>Profile</Trans>}>
      <Facts
        facts={[
          [<Trans key="a">Addresses</Trans>, reached],
          [<Trans key="t">Telephone</Trans>, phones?.map(({ number }) => number).join(', ')],
          [<Trans key="l">Language</Trans>, person.language],
          [<Trans key="z">Time zone</Trans>, person.time_zone],
          [<Trans key="n">Number</Trans>, `#${person.id}`],
          [<Trans key="s">Here since</Trans>, <TimeAgo key="at" at={person.created_at} />],
        ]}
      />
    </Panel>
  );
}

type ShownProps = { person: UserRead; onBack: () => void };

function Shown({ person, onBack }: ShownProps) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <>
      <header className={classes.head}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t`Back to the people`}
          onClick={onBack}
        >
          <IconArrowLeft size={18} stroke={1.8} />
        </ActionIcon>
        <PersonAvatar name={person.name} size={32} />
        <h2 className={classes.title}>{person.name}</h2>
        {person.disabled && (
          <Badge variant="light" color="gray" tt="none">
            <Trans>disabled</Trans>
          </Badge>
        )}
        {!person.claimed && (
          <Badge variant="light" color="gray" tt="none">
            <Trans>no password yet</Trans>
          </Badge>
        )}
        {may('people.sign_in_as') && <SignInAs person={person} />}
      </header>
      <Profile person={person} />
      <Organizations userId={person.id} />
      {!person.service && (
        <Panel
          title={<Trans>User groups</Trans>}
          lead={<Trans>What the person may see and do as a customer.</Trans>}
        >
          <GroupsOf
            userId={person.id}
            linked={(id, name) => (
              <TextLink
                key={id}
                to="/people"
                search={{ group: id }}
                size="sm"
                aria-label={t`Everybody in ${name}`}
              >
                {name}
              </TextLink>
            )}
          />
        </Panel>
      )}
      <Tickets
        of={{ requester_id: [person.id] }}
        label={t`Tickets of the person`}
        none={<Trans>No ticket of theirs that you may see.</Trans>}
      />
    </>
  );
}

/** One person: how to reach them, where they belong, what they may see, what they asked. */
export function PersonView({ id, onBack }: { id: number; onBack: () => void }) {
  const { t } = useLingui();
  const query = useQuery(getUserOptions({ path: { user_id: id } }));
  return (
    <section className={classes.page} aria-label={t`Person`}>
      <div className={classes.inside}>
        <Loaded query={query} failure={<Trans>The person did not come</Trans>}>
          {(person) => <Shown person={person} onBack={onBack} />}
        </Loaded>
      </div>
    </section>
  );
}
