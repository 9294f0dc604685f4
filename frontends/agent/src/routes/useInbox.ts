import { listDepartmentsOptions, type UserMe } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type Filters, filterQuery, parseFilters } from '../features/tickets/filters';
import { type TicketQuery, viewOf } from '../features/views/views';
import type { InboxSearch } from './inboxSearch';

const PAGES = ['today', 'new', 'organizations', 'people'] as const;
type Page = (typeof PAGES)[number];

/** What the address says is to be seen, and the ways from here. */
export function useInbox(user: UserMe) {
  const { t } = useLingui();
  const search = useSearch({ from: '/inbox' });
  const { ticketId, organizationId, userId } = useParams({ strict: false });
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const { data: departments } = useQuery(listDepartmentsOptions());

  const inDepartment = search.department !== undefined && search.view === undefined;
  const view = viewOf(search.view);
  const department = departments?.items.find((each) => each.id === search.department);
  const filters = parseFilters({ ...search });
  const query: TicketQuery = {
    ...view.query(user.id),
    ...filterQuery(filters),
    sort: search.sort ?? '-updated_at',
  };
  const opened = Number(ticketId);
  const within = organizationId !== undefined ? 'organizations' : userId !== undefined ? 'people' : null;
  const page = PAGES.find((each) => pathname.endsWith(`/${each}`)) ?? within;
  const organization = Number(organizationId);
  const person = Number(userId);
  return {
    search,
    /** What narrows the list besides the place that one is at. */
    filters: inDepartment ? { ...filters, department: undefined } : filters,
    filter: (next: Filters) =>
      void navigate({
        to: '.',
        search: (now: InboxSearch) => ({
          ...now,
          ...next,
          // A department by itself is a place; beside a view it narrows.
          department: next.department ?? (inDepartment ? now.department : undefined),
          view: inDepartment ? undefined : view.key,
        }),
        replace: true,
      }),
    query,
    viewKey: inDepartment ? null : view.key,
    title: search.q ? t`Search` : inDepartment ? (department?.name ?? '') : t(view.title),
    empty: t(view.empty),
    ticketId: Number.isSafeInteger(opened) && opened > 0 ? opened : null,
    /** What stands beside the list in the place of a ticket. */
    page,
    organizationId: Number.isSafeInteger(organization) && organization > 0 ? organization : null,
    personId: Number.isSafeInteger(person) && person > 0 ? person : null,
    openOrganization: (id: number) =>
      void navigate({ to: '/organizations/$organizationId', params: { organizationId: String(id) }, search }),
    visit: (next: Page) => void navigate({ to: `/${next}`, search }),
    change: (next: Partial<InboxSearch>) =>
      void navigate({ to: '.', search: (now: InboxSearch) => ({ ...now, ...next }), replace: true }),
    open: (id: number, replace: boolean) =>
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: String(id) }, search, replace }),
    go: (place: InboxSearch) => void navigate({ to: '/', search: place }),
    knowledge: () => void navigate({ to: '/knowledge', search: { show: 'all' } }),
    close: () => void navigate({ to: '/', search }),
  };
}
