import { listAgentGroupsOptions } from '@deskbell/api';
import { Loaded, Row, Rows } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { agentGroupName } from '../../parts/rights/agentGroupName';

/** The groups of agents, each leading to its page. */
export function AgentGroupList() {
  const { t } = useLingui();
  const groups = useQuery(listAgentGroupsOptions());
  return (
    <Loaded query={groups} failure={<Trans>The groups did not come</Trans>}>
      {({ items }) => (
        <Rows label={t`Agent groups`}>
          {items.map((group) => (
            <Row
              key={group.id}
              title={
                <Link to="/agent-groups/$groupId" params={{ groupId: String(group.id) }} data-whole-row>
                  {agentGroupName(group)}
                </Link>
              }
              sub={<Plural value={group.members} one="# agent" other="# agents" />}
            >
              {group.kind !== 'own' && (
                <Badge variant="light" leftSection={<IconLock size={11} aria-hidden="true" />}>
                  <Trans>Built in</Trans>
                </Badge>
              )}
              <span>
                <Plural value={group.permissions.length} one="# permission" other="# permissions" />
              </span>
              {group.departments.length > 0 && (
                <span>
                  <Plural value={group.departments.length} one="# department" other="# departments" />
                </span>
              )}
            </Row>
          ))}
        </Rows>
      )}
    </Loaded>
  );
}
