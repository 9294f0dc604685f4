import {
  getOrganizationQueryKey,
  listOrganizationMembersQueryKey,
  listOrganizationsQueryKey,
} from '@deskbell/api';
import { useQueryClient } from '@tanstack/react-query';

/** After a change: whatever shows an organization is asked for again. */
export function useOrganizationRefresh() {
  const queries = useQueryClient();
  return (id: number) => {
    const path = { organization_id: id };
    for (const queryKey of [
      listOrganizationsQueryKey(),
      getOrganizationQueryKey({ path }),
      listOrganizationMembersQueryKey({ path }),
    ])
      void queries.invalidateQueries({ queryKey });
  };
}
