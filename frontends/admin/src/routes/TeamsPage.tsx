import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { TeamDialog, TeamList } from '../features/teams';

/** Who shares work with whom. */
export function TeamsPage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const [making, dialog] = useDisclosure(false);
  return (
    <Page
      title={t`Teams`}
      helpdesk={helpdesk}
      lead={<Trans>People who share work. A ticket can be given to a team instead of to one person.</Trans>}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          <Trans>New team</Trans>
        </Button>
      }
    >
      <TeamList />
      <TeamDialog team={null} opened={making} onClose={dialog.close} />
    </Page>
  );
}
