import type { DepartmentRead } from '@deskbell/api';

export type Branch = { department: DepartmentRead; depth: number; hasChildren: boolean };

/** The departments with those below each right after it, in the order in which they came. */
export function asTree(departments: readonly DepartmentRead[]): Branch[] {
  const below = Map.groupBy(departments, ({ parent_id }) => parent_id);
  const walk = (parent: number | null, depth: number): Branch[] =>
    (below.get(parent) ?? []).flatMap((department) => [
      { department, depth, hasChildren: below.has(department.id) },
      ...walk(department.id, depth + 1),
    ]);
  return walk(null, 0);
}

/** The departments above one, the nearest first. */
export function above(departments: readonly DepartmentRead[], id: number): DepartmentRead[] {
  const parent = departments.find((each) => each.id === id)?.parent_id;
  const next = departments.find((each) => each.id === parent);
  return next ? [next, ...above(departments, next.id)] : [];
}
