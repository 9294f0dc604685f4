import type { ListTicketsData } from '@deskbell/api';
import { msg } from '@lingui/core/macro';

type TicketQuery = NonNullable<ListTicketsData['query']>;

export const KINDS = [
  { key: 'new', title: msg`New` },
  { key: 'open', title: msg`Open` },
  { key: 'pending', title: msg`Waiting for the customer` },
  { key: 'on_hold', title: msg`On hold` },
  { key: 'solved', title: msg`Solved` },
  { key: 'closed', title: msg`Closed` },
] as const;

export const CHANNELS = [
  { key: 'email', title: msg`Email` },
  { key: 'web', title: msg`Web` },
  { key: 'api', title: msg`Other programs` },
] as const;

type Kind = (typeof KINDS)[number]['key'];
type Channel = (typeof CHANNELS)[number]['key'];

/** What narrows a list, as it stands in the address; days are the reader's own, both included. */
export interface Filters {
  kind?: Kind | undefined;
  status?: number | undefined;
  assignee?: number | 'none' | undefined;
  department?: number | undefined;
  team?: number | undefined;
  priority?: number | undefined;
  type?: number | undefined;
  label?: number | undefined;
  channel?: Channel | undefined;
  created_from?: string | undefined;
  created_to?: string | undefined;
  updated_from?: string | undefined;
  updated_to?: string | undefined;
}

const NUMBERED = ['status', 'department', 'team', 'priority', 'type', 'label'] as const;
const DAYS = ['created_from', 'created_to', 'updated_from', 'updated_to'] as const;
export const NO_FILTERS: Filters = Object.fromEntries(
  [...NUMBERED, ...DAYS, 'kind', 'assignee', 'channel'].map((name) => [name, undefined]),
);

const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

function asNumber(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Keeps what is known of an address and drops the rest. */
export function parseFilters(search: Record<string, unknown>): Filters {
  const known: Filters = {};
  for (const name of NUMBERED) {
    const number = asNumber(search[name]);
    if (number) known[name] = number;
  }
  for (const name of DAYS) {
    const day = search[name];
    if (isDay(day)) known[name] = day;
  }
  const assignee = search.assignee === 'none' ? 'none' : asNumber(search.assignee);
  const kind = KINDS.find(({ key }) => key === search.kind)?.key;
  const channel = CHANNELS.find(({ key }) => key === search.channel)?.key;
  return {
    ...known,
    ...(assignee && { assignee }),
    ...(kind && { kind }),
    ...(channel && { channel }),
  };
}

/** The first moment of a day here, some days later. */
function begin(day: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** The same as the API is asked. */
export function filterQuery(filters: Filters): TicketQuery {
  const { kind, status, assignee, department, team, priority, type, label, channel } = filters;
  return {
    ...(kind && { status_kind: [kind] }),
    ...(status && { status_id: [status], status_kind: kind ? [kind] : undefined }),
    ...(assignee === 'none' && { unassigned: true }),
    ...(typeof assignee === 'number' && { assignee_id: [assignee] }),
    ...(department && { department_id: [department] }),
    ...(team && { team_id: [team] }),
    ...(priority && { priority_id: [priority] }),
    ...(type && { type_id: [type] }),
    ...(label && { label_id: [label] }),
    ...(channel && { channel: [channel] }),
    ...(filters.created_from && { created_after: begin(filters.created_from) }),
    ...(filters.created_to && { created_before: begin(filters.created_to, 1) }),
    ...(filters.updated_from && { updated_after: begin(filters.updated_from) }),
    ...(filters.updated_to && { updated_before: begin(filters.updated_to, 1) }),
  };
}
