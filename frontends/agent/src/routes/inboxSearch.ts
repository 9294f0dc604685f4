import { type Filters, parseFilters } from '../features/tickets/filters';

/** What stands in the address of the inbox: which tickets, narrowed by what, in which order. */
export interface InboxSearch extends Filters {
  view?: string;
  q?: string;
  sort?: TicketSort;
}

const SORTS = ['-updated_at', 'updated_at', '-created_at', 'created_at', '-priority', 'priority'] as const;
type TicketSort = (typeof SORTS)[number];

/** Keeps what is known of an address and drops the rest, so that a bad link still opens something. */
export function parseInboxSearch(search: Record<string, unknown>): InboxSearch {
  const known: InboxSearch = parseFilters(search);
  if (typeof search.view === 'string') known.view = search.view;
  if (typeof search.q === 'string' && search.q) known.q = search.q;
  const sort = SORTS.find((each) => each === search.sort);
  if (sort) known.sort = sort;
  return known;
}
