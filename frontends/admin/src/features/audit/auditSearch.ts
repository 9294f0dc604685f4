import { AREAS, USUAL } from './words';

/** What the audit list is narrowed to; it stands in the page's address. */
export interface AuditSearch {
  area?: string;
  /** Only what this account did. */
  actor?: number;
  /** Only what happened to this account. */
  person?: number;
  ticket?: number;
  /** A day, as 2026-01-31: from it on, and until it. */
  since?: string;
  until?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function number(given: unknown): number | undefined {
  const found = Number(given);
  return Number.isSafeInteger(found) && found > 0 ? found : undefined;
}

const day = (given: unknown) => (typeof given === 'string' && DAY.test(given) ? given : undefined);

/** Reads it of an address that somebody may have typed. */
export function readAuditSearch(given: Record<string, unknown>): AuditSearch {
  const area = typeof given.area === 'string' && given.area in AREAS ? given.area : undefined;
  const found = {
    area,
    actor: number(given.actor),
    person: number(given.person),
    ticket: number(given.ticket),
    since: day(given.since),
    until: day(given.until),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The start of a day in the reader's zone, moved by so many days. */
function startOf(name: string, days: number): string {
  const date = new Date(`${name}T00:00:00`);
  date.setDate(date.getDate() + days);
  return date.toISOString();
}

/** The same as the API asks for it. Without an area, what the helpdesk does all day is left out. */
export function asked({ area, actor, person, ticket, since, until }: AuditSearch) {
  return {
    ...(area ? { type: AREAS[area]?.types } : person || ticket ? {} : { type: USUAL }),
    ...(actor ? { actor_id: actor } : {}),
    ...(person ? { subject_type: 'user', subject_id: person } : {}),
    ...(ticket ? { ticket_id: ticket } : {}),
    ...(area || ticket ? {} : { tickets: false }),
    ...(since ? { since: startOf(since, 0) } : {}),
    ...(until ? { before: startOf(until, 1) } : {}),
  };
}
