import type { StatusKind } from '@deskbell/api';

/** Which of one's tickets are shown, as it stands in the page's address. */
export interface ListSearch {
  q?: string;
  state?: 'open' | 'solved' | 'all';
  sort?: '-updated_at' | '-created_at' | 'created_at';
}

export const KINDS: Record<NonNullable<ListSearch['state']>, StatusKind[]> = {
  open: ['new', 'open', 'pending', 'on_hold'],
  solved: ['solved', 'closed'],
  all: [],
};
const SORTS = ['-updated_at', '-created_at', 'created_at'] as const;

/** Reads an address; what it doesn't know is left out. */
export function parseListSearch(raw: Record<string, unknown>): ListSearch {
  const q = String(raw.q ?? '')
    .trim()
    .slice(0, 200);
  const state = (['solved', 'all'] as const).find((each) => each === raw.state);
  const sort = SORTS.find((each) => each === raw.sort);
  return { ...(q ? { q } : {}), ...(state ? { state } : {}), ...(sort ? { sort } : {}) };
}
