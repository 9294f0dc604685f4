import {
  getUserGroupPermissionsQueryKey,
  getUserGroupQueryKey,
  listUserGroupMembersInfiniteQueryKey,
  listUserGroupsQueryKey,
} from '@deskbell/api';
import { useQueryClient } from '@tanstack/react-query';

/** Has everything asked anew that a change to this group may have changed. */
export function useGroupRefresh(groupId: number): () => void {
  const queries = useQueryClient();
  const path = { user_group_id: groupId };
  return () => {
    for (const queryKey of [
      getUserGroupQueryKey({ path }),
      getUserGroupPermissionsQueryKey({ path }),
      listUserGroupMembersInfiniteQueryKey({ path }),
      listUserGroupsQueryKey(),
    ])
      void queries.invalidateQueries({ queryKey });
  };
}
