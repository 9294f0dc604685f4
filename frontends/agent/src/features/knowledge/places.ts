import type { CategoryRead } from '@deskbell/api';

/** What of the knowledge base is looked at; nothing named is the tree alone, on a phone. */
export interface KnowledgeSearch {
  category?: number;
  /** All of them, drafts only, or what was put away. */
  show?: 'all' | 'drafts' | 'deleted';
}

const SHOWN = ['all', 'drafts', 'deleted'] as const;

/** Reads the address. */
export function parseKnowledgeSearch(raw: Record<string, unknown>): KnowledgeSearch {
  const category = Number(raw.category);
  const show = SHOWN.find((each) => each === raw.show);
  return {
    ...(Number.isSafeInteger(category) && category > 0 ? { category } : {}),
    ...(show ? { show } : {}),
  };
}

/** How deep a category stands in the tree; 0 at the top. */
export function depth(category: CategoryRead, all: CategoryRead[]): number {
  const parent = all.find(({ id }) => id === category.parent_id);
  return parent ? depth(parent, all) + 1 : 0;
}

/** Categories as choices, each under the one in which it stands. */
export function choices(all: CategoryRead[], but?: number): { value: string; label: string }[] {
  const inside = (category: CategoryRead): boolean =>
    category.id === but || all.some((each) => each.id === category.parent_id && inside(each));
  return all
    .filter((each) => !inside(each))
    .map((each) => ({
      value: String(each.id),
      label: `${'\u2003'.repeat(depth(each, all))}${each.name}`,
    }));
}
