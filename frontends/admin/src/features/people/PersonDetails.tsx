import type { UserRead } from '@deskbell/api';
import { ContactsOf, GroupsOf, SignInAs } from '@deskbell/session';
import { TimeAgo } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Group } from '@mantine/core';
import { ButtonLink } from '../../links';
import { AgentRights } from './AgentRights';
import { DisableControl } from './DisableControl';
import { EraseControl } from './EraseControl';
import { InviteControl } from './InviteControl';
import { LevelBadge } from './LevelBadge';
import { LevelControl } from './LevelControl';
import { MergeControl } from './MergeControl';
import classes from './Person.module.css';
import { PersonSection } from './PersonSection';
import { PersonState } from './PersonState';
import { ProfileForm } from './ProfileForm';
import { SecondFactorControl } from './SecondFactorControl';

/** One line under the name: address, level, state, since when. */
export function PersonLead({ person }: { person: UserRead }) {
  const since = <TimeAgo at={person.created_at} />;
  return (
    <span className={classes.who}>
      <span>{person.email}</span>
      <LevelBadge level={person.level} />
      <PersonState person={person} />
      <span>
        <Trans>made {since}</Trans>
      </span>
    </span>
  );
}

/** Everything that can be set about somebody. */
export function PersonDetails({ person }: { person: UserRead }) {
  return (
    <>
      <PersonSection
        title={<Trans>Profile</Trans>}
        about={<Trans>The person can change this, too. Times and mails follow it.</Trans>}
      >
        {/* Made anew when somebody else changed it, so that what stands in the fields is what is so. */}
        <ProfileForm key={`${person.name}|${person.language}|${person.time_zone}`} person={person} />
      </PersonSection>
      {!person.service && (
        <PersonSection
          title={<Trans>Addresses and numbers</Trans>}
          about={<Trans>How the person is reached. Each address is verified by itself.</Trans>}
        >
          <ContactsOf userId={person.id} />
        </PersonSection>
      )}
      {!person.service && (
        <PersonSection
          title={<Trans>The same person</Trans>}
          about={<Trans>When somebody has written from several addresses, and has several accounts.</Trans>}
        >
          <MergeControl person={person} />
        </PersonSection>
      )}
      <PersonSection
        title={<Trans>Level</Trans>}
        about={
          <Trans>Which homes the person may sign in to. What a change means is said before it is made.</Trans>
        }
      >
        <LevelControl person={person} />
      </PersonSection>
      <PersonSection
        title={<Trans>User groups</Trans>}
        about={<Trans>What the person may see and do as a customer.</Trans>}
      >
        <GroupsOf userId={person.id} />
      </PersonSection>
      {person.level !== 'user' && <AgentRights person={person} />}
      <PersonSection
        title={<Trans>Why?</Trans>}
        about={<Trans>All that the person may do, where it comes from, and what would change it.</Trans>}
      >
        <ButtonLink variant="default" size="xs" to="/access" search={{ user: person.id }}>
          <Trans>Show all rights</Trans>
        </ButtonLink>
      </PersonSection>
      <PersonSection
        title={<Trans>Signing in</Trans>}
        about={<Trans>A disabled account keeps everything, but opens nothing.</Trans>}
      >
        <Group gap="xs">
          {!person.claimed && !person.disabled && <InviteControl person={person} />}
          <DisableControl person={person} />
          <SignInAs person={person} />
          {!person.service && <SecondFactorControl person={person} />}
          {!person.service && <EraseControl person={person} />}
        </Group>
      </PersonSection>
    </>
  );
}
