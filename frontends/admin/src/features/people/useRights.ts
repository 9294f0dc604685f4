import {
  getUserDepartmentsOptions,
  getUserDepartmentsQueryKey,
  getUserPermissionsOptions,
  getUserPermissionsQueryKey,
  getUserRestrictionsOptions,
  getUserRestrictionsQueryKey,
  listAgentGroupMembersInfiniteQueryKey,
  listAgentGroupsOptions,
  listAgentGroupsQueryKey,
} from '@deskbell/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { agentGroupName } from '../../parts/rights/agentGroupName';
import { usePersonRefresh } from './usePersonRefresh';

type Versioned = { version: number };

/** What an agent holds and where it comes from; and what every change of it does. */
export function useRights(userId: number) {
  const queries = useQueryClient();
  const refreshPerson = usePersonRefresh(userId);
  const path = { user_id: userId };
  const permissions = useQuery(getUserPermissionsOptions({ path }));
  const departments = useQuery(getUserDepartmentsOptions({ path }));
  const restrictions = useQuery(getUserRestrictionsOptions({ path }));
  const groups = useQuery(listAgentGroupsOptions());
  const keys = {
    permissions: getUserPermissionsQueryKey({ path }),
    departments: getUserDepartmentsQueryKey({ path }),
    restrictions: getUserRestrictionsQueryKey({ path }),
  };
  const mine = permissions.data?.groups.map(({ id }) => id) ?? [];
  return {
    path,
    permissions,
    departments,
    restrictions,
    groups,
    /** The groups that the agent is in, with what they give. */
    inside: groups.data?.items.filter(({ id }) => mine.includes(id)) ?? [],
    seen: ({ version }: Versioned) => ({ 'If-Match': `"${version}"` }),
    /** Keeps what the server answered; all parts of an agent's rights count their changes together. */
    take: (part: keyof typeof keys, now: Versioned) => {
      const { version } = now;
      for (const [each, queryKey] of Object.entries(keys)) {
        queries.setQueryData(queryKey, (before: Versioned | undefined) =>
          each === part ? now : before && { ...before, version },
        );
      }
    },
    refresh: () => {
      refreshPerson();
      for (const queryKey of [
        ...Object.values(keys),
        listAgentGroupsQueryKey(),
        listAgentGroupMembersInfiniteQueryKey({ path: {} as never }),
      ])
        void queries.invalidateQueries({ queryKey });
    },
  };
}

export type Rights = ReturnType<typeof useRights>;

/** Permission to the groups that give it, in words. */
export function fromGroups({ inside }: Rights): Map<string, string> {
  const found = new Map<string, string[]>();
  for (const group of inside) {
    for (const name of group.permissions) {
      found.set(name, [...(found.get(name) ?? []), agentGroupName(group)]);
    }
  }
  return new Map([...found].map(([name, sources]) => [name, sources.join(', ')]));
}
