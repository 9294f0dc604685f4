import { getUserGroupOptions, getUserGroupQueryKey, useHelpdeskName } from '@deskbell/api';
import { Loaded, Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Group, GroupDialog, groupName } from '../features/groups';
import { BackLink } from '../parts/BackLink';

/** One user group. */
export function UserGroupPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [renaming, dialog] = useDisclosure(false);
  const { groupId } = useParams({ from: '/user-groups/$groupId' });
  const path = { user_group_id: Number(groupId) };
  const group = useQuery(getUserGroupOptions({ path }));
  return (
    <Page
      title={group.data ? groupName(group.data) : t`User group`}
      helpdesk={useHelpdeskName()}
      back={<BackLink to="/user-groups">{t`User groups`}</BackLink>}
      actions={
        group.data?.kind === 'own' && (
          <Button variant="default" onClick={dialog.open}>
            <Trans>Rename</Trans>
          </Button>
        )
      }
    >
      <Loaded query={group} failure={<Trans>The group did not come</Trans>}>
        {(data) => (
          <>
            <Group key={groupId} group={data} onGone={() => void navigate({ to: '/user-groups' })} />
            <GroupDialog
              key={data.name}
              group={data}
              opened={renaming}
              onClose={dialog.close}
              onDone={(now) => queries.setQueryData(getUserGroupQueryKey({ path }), now)}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}
