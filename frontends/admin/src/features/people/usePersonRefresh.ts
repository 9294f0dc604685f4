import {
  getUserDepartmentsQueryKey,
  getUserOutOfOfficeQueryKey,
  getUserPermissionsQueryKey,
  getUserQueryKey,
  getUserRestrictionsQueryKey,
  listTeamsQueryKey,
  listUserSessionsQueryKey,
  listUsersInfiniteQueryKey,
} from '@deskbell/api';
import { useQueryClient } from '@tanstack/react-query';

/** Has everything asked anew that a change to this account may have changed. */
export function usePersonRefresh(userId: number): () => void {
  const queries = useQueryClient();
  const path = { user_id: userId };
  return () => {
    for (const queryKey of [
      getUserQueryKey({ path }),
      getUserDepartmentsQueryKey({ path }),
      getUserPermissionsQueryKey({ path }),
      getUserRestrictionsQueryKey({ path }),
      getUserOutOfOfficeQueryKey({ path }),
      listUserSessionsQueryKey({ path }),
      listUsersInfiniteQueryKey(),
      listTeamsQueryKey(),
    ])
      void queries.invalidateQueries({ queryKey });
  };
}
