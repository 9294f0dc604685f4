import type { AgentGroupRead } from '@deskbell/api';
import { DeleteAgentGroup } from './DeleteAgentGroup';
import { Departments } from './Departments';
import { Members } from './Members';
import { Permissions } from './Permissions';
import { Restrictions } from './Restrictions';

/** One group of agents: what it gives, to whom, and what cuts them down. */
export function AgentGroup({ group, onGone }: { group: AgentGroupRead; onGone: () => void }) {
  const own = group.kind === 'own';
  return (
    <>
      <Permissions group={group} />
      {own && <Departments group={group} />}
      <Members group={group} />
      <Restrictions group={group} />
      {own && <DeleteAgentGroup group={group} onGone={onGone} />}
    </>
  );
}
