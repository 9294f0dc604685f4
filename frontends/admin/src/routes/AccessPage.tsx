import { useHelpdeskName } from '@deskbell/api';
import { Page, Panel } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import {
  type AccessSearch,
  Answer,
  isAsked,
  PersonAccess,
  PersonField,
  RightFields,
  WhoMay,
} from '../features/access';

/** Why somebody may do something, who may, and what somebody may. */
export function AccessPage() {
  const { t } = useLingui();
  const search = useSearch({ from: '/access' });
  const navigate = useNavigate({ from: '/access' });
  const go = (next: AccessSearch) => void navigate({ to: '/access', search: next, replace: true });
  const { user, ...right } = search;
  return (
    <Page
      title={t`Access`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          Why somebody may do something, or what would let them. Choose a person, a right, or both.
        </Trans>
      }
    >
      <Panel title={<Trans>Question</Trans>}>
        <Stack gap="sm">
          <PersonField userId={user} onChange={(chosen) => go({ ...right, user: chosen })} />
          <RightFields right={right} onChange={(next) => go({ ...next, user })} />
        </Stack>
      </Panel>
      {user !== undefined && isAsked(right) && <Answer userId={user} right={right} />}
      {user === undefined && isAsked(right) && (
        <Panel title={<Trans>Who may</Trans>}>
          <WhoMay right={right} />
        </Panel>
      )}
      {user !== undefined && !isAsked(right) && (
        <Panel title={<Trans>What this person may do</Trans>}>
          <PersonAccess userId={user} />
        </Panel>
      )}
    </Page>
  );
}
