import { getUserOptions, useHelpdeskName } from '@deskbell/api';
import { FailureNotice, Page } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PersonDetails, PersonLead, PersonSection } from '../features/people';
import { SessionsOf } from '../features/sessions';
import { AnchorLink, ButtonLink } from '../links';
import { MissingPage } from './MissingPage';
import { PageSkeleton } from './ShellSkeleton';

/** One person: profile, level, departments, teams, sessions, and what happened to the account. */
export function PersonPage() {
  const helpdesk = useHelpdeskName();
  const { userId } = useParams({ from: '/people/$userId' });
  const id = Number(userId);
  const known = Number.isSafeInteger(id) && id > 0;
  const person = useQuery({ ...getUserOptions({ path: { user_id: id } }), enabled: known });
  if (!known || person.error?.status === 404) return <MissingPage />;
  if (person.error && !person.data) {
    return (
      <FailureNotice
        title={<Trans>The person did not come</Trans>}
        error={person.error}
        onRetry={() => void person.refetch()}
      />
    );
  }
  if (!person.data) return <PageSkeleton />;
  return (
    <Page
      title={person.data.name}
      helpdesk={helpdesk}
      back={
        <AnchorLink to="/people" size="sm">
          <IconArrowLeft size={14} aria-hidden="true" /> <Trans>People</Trans>
        </AnchorLink>
      }
      lead={<PersonLead person={person.data} />}
      actions={
        <ButtonLink variant="default" size="xs" to="/audit" search={{ person: id }}>
          <Trans>What happened to this account</Trans>
        </ButtonLink>
      }
    >
      <PersonDetails person={person.data} />
      <PersonSection
        title={<Trans>Sessions</Trans>}
        about={<Trans>Where this person is signed in. An ended one is dead at its next request.</Trans>}
      >
        <SessionsOf userId={id} />
      </PersonSection>
    </Page>
  );
}
