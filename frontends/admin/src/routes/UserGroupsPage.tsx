import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { GroupDialog, GroupList } from '../features/groups';

/** What customers may see and do, by the groups that they are in. */
export function UserGroupsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [making, dialog] = useDisclosure(false);
  return (
    <Page
      title={t`User groups`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          What customers may see and do in the support center. Rights only add up: whoever is in several
          groups has what all of them grant.
        </Trans>
      }
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          <Trans>New group</Trans>
        </Button>
      }
    >
      <GroupList />
      <GroupDialog
        group={null}
        opened={making}
        onClose={dialog.close}
        onDone={({ id }) => void navigate({ to: '/user-groups/$groupId', params: { groupId: String(id) } })}
      />
    </Page>
  );
}
