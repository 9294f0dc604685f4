import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AgentRead } from './gen';
import { listAgentsInfiniteOptions } from './gen/@tanstack/react-query.gen';
import { paging } from './paging';
import { useAllPages } from './useAllPages';

/** Everybody who works here, however many: a choice of people is searched as one types. */
export function useAgents(): AgentRead[] | undefined {
  const agents = useInfiniteQuery({ ...listAgentsInfiniteOptions({ query: { limit: 100 } }), ...paging });
  useAllPages(agents);
  return useMemo(() => agents.data?.pages.flatMap((page) => page.items), [agents.data]);
}
