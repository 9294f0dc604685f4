/** What stands in the address of the inbox: which tickets, in which order. */
export interface InboxSearch {
  view?: string;
  department?: number;
  q?: string;
  sort?: TicketSort;
  status?: number;
  priority?: number;
  label?: number;
  assignee?: number;
}

const SORTS = ['-updated_at', 'updated_at', '-created_at', 'created_at', '-priority', 'priority'] as const;
type TicketSort = (typeof SORTS)[number];

const NUMBERS = ['department', 'status', 'priority', 'label', 'assignee'] as const;

/** Keeps what is known of an address and drops the rest, so that a bad link still opens something. */
export function parseInboxSearch(search: Record<string, unknown>): InboxSearch {
  const known: InboxSearch = {};
  if (typeof search.view === 'string') known.view = search.view;
  if (typeof search.q === 'string' && search.q) known.q = search.q;
  const sort = SORTS.find((each) => each === search.sort);
  if (sort) known.sort = sort;
  for (const name of NUMBERS) {
    const value = Number(search[name]);
    if (Number.isSafeInteger(value) && value > 0) known[name] = value;
  }
  return known;
}
