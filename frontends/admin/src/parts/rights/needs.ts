import type { PermissionRead } from '@deskbell/api';

type Known = Pick<PermissionRead, 'name' | 'needs'>;
type Names = ReadonlySet<string>;

/** What is chosen once these are, too: they come with all that they need and that nothing else gives. */
export function withThese(known: Known[], chosen: Names, given: Names, names: Iterable<string>): Set<string> {
  const needs = new Map(known.map((each) => [each.name, each.needs]));
  const next = new Set(chosen);
  const add = (name: string) => {
    if (given.has(name) || next.has(name)) return;
    next.add(name);
    for (const needed of needs.get(name) ?? []) add(needed);
  };
  for (const name of names) add(name);
  return next;
}

/** What is chosen once these are not: all that needs one of them goes with it, unless it is given elsewhere. */
export function withoutThese(
  known: Known[],
  chosen: Names,
  given: Names,
  names: Iterable<string>,
): Set<string> {
  const next = new Set(chosen);
  const drop = (name: string) => {
    if (!next.delete(name) || given.has(name)) return;
    for (const each of known) if (each.needs.includes(name)) drop(each.name);
  };
  for (const name of names) drop(name);
  return next;
}

/** What came or went beside what was asked for. */
export function along(before: Names, after: Names, asked: Iterable<string>): string[] {
  const meant = new Set(asked);
  const came = [...after].filter((name) => !before.has(name));
  const went = [...before].filter((name) => !after.has(name));
  return [...came, ...went].filter((name) => !meant.has(name));
}
