import { listAgentsInfiniteOptions, paging, type Ref, useAllPages } from '@deskbell/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

/** Everybody who works here, however many: a choice of people is searched as one types. */
export function useAgents(): Ref[] {
  const agents = useInfiniteQuery({ ...listAgentsInfiniteOptions({ query: { limit: 100 } }), ...paging });
  useAllPages(agents);
  return useMemo(() => agents.data?.pages.flatMap((page) => page.items) ?? [], [agents.data]);
}
