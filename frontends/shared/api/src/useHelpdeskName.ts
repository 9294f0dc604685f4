import { useQuery } from '@tanstack/react-query';
import { getHelpdeskOptions } from './gen/@tanstack/react-query.gen';

/** What the admins called this helpdesk; the product's name until that is known. */
export function useHelpdeskName(): string {
  const { data } = useQuery({ ...getHelpdeskOptions(), staleTime: Number.POSITIVE_INFINITY });
  return data?.name || 'Deskbell';
}
