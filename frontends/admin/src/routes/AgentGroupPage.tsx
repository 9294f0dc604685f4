import { getAgentGroupOptions, getAgentGroupQueryKey, useHelpdeskName } from '@deskbell/api';
import { Loaded, Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { AgentGroup, AgentGroupDialog } from '../features/agentGroups';
import { BackLink } from '../parts/BackLink';
import { agentGroupName } from '../parts/rights/agentGroupName';

/** One group of agents. */
export function AgentGroupPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [renaming, dialog] = useDisclosure(false);
  const { groupId } = useParams({ from: '/agent-groups/$groupId' });
  const path = { group_id: Number(groupId) };
  const group = useQuery(getAgentGroupOptions({ path }));
  return (
    <Page
      title={group.data ? agentGroupName(group.data) : t`Agent group`}
      helpdesk={useHelpdeskName()}
      back={<BackLink to="/agent-groups">{t`Agent groups`}</BackLink>}
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
            <AgentGroup key={groupId} group={data} onGone={() => void navigate({ to: '/agent-groups' })} />
            <AgentGroupDialog
              key={data.name}
              group={data}
              opened={renaming}
              onClose={dialog.close}
              onDone={(now) => queries.setQueryData(getAgentGroupQueryKey({ path }), now)}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}
