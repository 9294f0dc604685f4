/** What stands in the address of the list of people: what narrows it. */
export interface PeopleSearch {
  find?: string | undefined;
  group?: number | undefined;
  organization?: number | undefined;
}

const asNumber = (value: unknown): number | undefined => {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

/** Keeps what is known of an address and drops the rest. */
export function parsePeopleSearch(search: Record<string, unknown>): PeopleSearch {
  const find = typeof search.find === 'string' ? search.find.slice(0, 100) : String(search.find ?? '');
  return {
    find: find || undefined,
    group: asNumber(search.group),
    organization: asNumber(search.organization),
  };
}
