import type { UserRead } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { Divider, Stack } from '@mantine/core';
import { AbsenceForm } from './AbsenceForm';
import { AccessForm } from './AccessForm';
import { AgentGroupsForm } from './AgentGroupsForm';
import { GrantsForm } from './GrantsForm';
import { PersonSection } from './PersonSection';
import { RestrictionsForm } from './RestrictionsForm';
import { TeamsForm } from './TeamsForm';
import { useRights } from './useRights';

/** What somebody may do and see in the agent panel, and what cuts that down. */
export function AgentRights({ person }: { person: UserRead }) {
  const rights = useRights(person.id);
  return (
    <>
      <PersonSection
        title={<Trans>Rights</Trans>}
        about={
          person.level === 'admin' ? (
            <Trans>What the person may do in the agent panel. In this one, an admin may do everything.</Trans>
          ) : (
            <Trans>
              What the person may do in the agent panel: what the groups give, and beside it what is given to
              this person alone.
            </Trans>
          )
        }
      >
        <Stack gap="md">
          <AgentGroupsForm rights={rights} />
          <Divider />
          <GrantsForm rights={rights} />
        </Stack>
      </PersonSection>
      <PersonSection
        title={<Trans>Departments</Trans>}
        about={<Trans>Whose tickets are seen and worked on in the agent panel.</Trans>}
      >
        <AccessForm rights={rights} />
      </PersonSection>
      <PersonSection title={<Trans>Teams</Trans>} about={<Trans>Who shares work with whom.</Trans>}>
        <TeamsForm person={person} />
      </PersonSection>
      {person.level === 'agent' && (
        <PersonSection
          title={<Trans>Restrictions</Trans>}
          about={<Trans>What cuts this agent down. Groups may do so, too; of several, each counts.</Trans>}
        >
          <RestrictionsForm rights={rights} />
        </PersonSection>
      )}
      <PersonSection
        title={<Trans>Out of office</Trans>}
        about={<Trans>Whoever assigns a ticket to this person is told.</Trans>}
      >
        <AbsenceForm person={person} />
      </PersonSection>
    </>
  );
}
