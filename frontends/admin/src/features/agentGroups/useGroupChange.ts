import {
  type AgentGroupRead,
  getAgentGroupQueryKey,
  listAgentGroupMembersInfiniteQueryKey,
  listAgentGroupsQueryKey,
} from '@deskbell/api';
import { useQueryClient } from '@tanstack/react-query';

/** What every change of a group does: keeps what the server answered, and has everything else asked anew. */
export function useGroupChange({ id }: AgentGroupRead) {
  const queries = useQueryClient();
  const path = { group_id: id };
  return {
    path,
    take: (now: AgentGroupRead) => queries.setQueryData(getAgentGroupQueryKey({ path }), now),
    refresh: () => {
      for (const queryKey of [
        getAgentGroupQueryKey({ path }),
        listAgentGroupMembersInfiniteQueryKey({ path }),
        listAgentGroupsQueryKey(),
      ])
        void queries.invalidateQueries({ queryKey });
    },
  };
}

/** The header by which a change is refused when somebody else came first. */
export const seen = ({ version }: AgentGroupRead) => ({ 'If-Match': `"${version}"` });
