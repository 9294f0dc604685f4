import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Invitations, InviteDialog, PeopleFilters, PeopleList } from '../features/people';

/** Everybody who has an account, and who is to come. */
export function PeoplePage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const search = useSearch({ from: '/people' });
  const navigate = useNavigate({ from: '/people' });
  const [inviting, dialog] = useDisclosure(false);
  return (
    <Page
      title={t`People`}
      helpdesk={helpdesk}
      lead={<Trans>Customers, agents and admins: one kind of account, on three levels.</Trans>}
      actions={
        <Button leftSection={<IconUserPlus size={16} />} onClick={dialog.open}>
          <Trans>Invite a colleague</Trans>
        </Button>
      }
    >
      <Invitations />
      <PeopleFilters
        search={search}
        onChange={(next) => void navigate({ to: '/people', search: next, replace: true })}
      />
      <PeopleList search={search} />
      <InviteDialog
        opened={inviting}
        onClose={dialog.close}
        onDone={({ id }) => {
          dialog.close();
          void navigate({ to: '/people/$userId', params: { userId: String(id) } });
        }}
      />
    </Page>
  );
}
