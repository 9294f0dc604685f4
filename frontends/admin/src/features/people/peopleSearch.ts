import { LEVELS, type Level } from './levels';

/** What the list of people is narrowed to; it stands in the page's address. */
export interface PeopleSearch {
  q?: string;
  level?: Level;
  state?: 'disabled' | 'unclaimed';
}

/** Reads it of an address that somebody may have typed. */
export function readPeopleSearch(given: Record<string, unknown>): PeopleSearch {
  const level = LEVELS.find((each) => each === given.level);
  const state = given.state === 'disabled' || given.state === 'unclaimed' ? given.state : undefined;
  return {
    ...(typeof given.q === 'string' && given.q ? { q: given.q } : {}),
    ...(level ? { level } : {}),
    ...(state ? { state } : {}),
  };
}
