import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { AgentGroupDialog, AgentGroupList } from '../features/agentGroups';

/** What agents may see and do, by the groups that they are in. */
export function AgentGroupsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [making, dialog] = useDisclosure(false);
  return (
    <Page
      title={t`Agent groups`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          What agents may see and do. A new agent holds nothing; what groups give adds up, and more can be
          given to one agent alone.
        </Trans>
      }
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          <Trans>New agent group</Trans>
        </Button>
      }
    >
      <AgentGroupList />
      <AgentGroupDialog
        group={null}
        opened={making}
        onClose={dialog.close}
        onDone={({ id }) => void navigate({ to: '/agent-groups/$groupId', params: { groupId: String(id) } })}
      />
    </Page>
  );
}
