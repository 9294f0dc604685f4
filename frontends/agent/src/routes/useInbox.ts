import { listDepartmentsOptions, type UserMe } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type TicketQuery, viewOf } from '../features/views/views';
import type { InboxSearch } from './inboxSearch';

/** What the address says is to be seen, and the ways from here. */
export function useInbox(user: UserMe) {
  const { t } = useLingui();
  const search = useSearch({ from: '/inbox' });
  const { ticketId } = useParams({ strict: false });
  const navigate = useNavigate();
  const { data: departments } = useQuery(listDepartmentsOptions());

  const inDepartment = search.department !== undefined && search.view === undefined;
  const view = viewOf(search.view);
  const department = departments?.items.find((each) => each.id === search.department);
  const query: TicketQuery = {
    ...view.query(user.id),
    ...(search.department && { department_id: [search.department] }),
    ...(search.status && { status_id: [search.status], status_kind: undefined }),
    ...(search.priority && { priority_id: [search.priority] }),
    ...(search.label && { label_id: [search.label] }),
    ...(search.assignee && { assignee_id: [search.assignee] }),
    sort: search.sort ?? '-updated_at',
  };
  const opened = Number(ticketId);
  return {
    search,
    query,
    viewKey: inDepartment ? null : view.key,
    title: search.q ? t`Search` : inDepartment ? (department?.name ?? '') : t(view.title),
    empty: t(view.empty),
    ticketId: Number.isSafeInteger(opened) && opened > 0 ? opened : null,
    change: (next: Partial<InboxSearch>) =>
      void navigate({ to: '.', search: (now: InboxSearch) => ({ ...now, ...next }), replace: true }),
    open: (id: number, replace: boolean) =>
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: String(id) }, search, replace }),
    go: (place: InboxSearch) => void navigate({ to: '/', search: place }),
    close: () => void navigate({ to: '/', search }),
  };
}
