import { getMyPermissionsOptions } from '@deskbell/api';
import { useQuery } from '@tanstack/react-query';

/**
 * Whether one holds a permission, or one that begins so: `tickets.assign.` is any of its scopes. It is taken for
 * held until the server has said otherwise, so that nothing moves for those who hold it, unless `unknown` is false;
 * what may be done to one ticket is said by its `can`.
 */
export function useMay(unknown = true): (permission: string) => boolean {
  const { data } = useQuery(getMyPermissionsOptions());
  return (permission) => data?.permissions.some((each) => each.startsWith(permission)) ?? unknown;
}
