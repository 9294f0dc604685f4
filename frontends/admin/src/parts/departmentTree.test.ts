import type { DepartmentRead } from '@deskbell/api';
import { expect, test } from 'vitest';
import { above, asTree } from './departmentTree';

const department = (id: number, parent_id: number | null): DepartmentRead => ({
  id,
  parent_id,
  name: `D${id}`,
  is_default: id === 1,
  for_tickets: true,
  for_chat: false,
  is_public: true,
  version: 1,
});
const all = [department(1, null), department(4, 2), department(2, null), department(3, 1), department(5, 4)];

test('those below a department follow it', () => {
  const rows = asTree(all).map(({ department: { id }, depth, hasChildren }) => [id, depth, hasChildren]);
  expect(rows).toEqual([
    [1, 0, true],
    [3, 1, false],
    [2, 0, true],
    [4, 1, true],
    [5, 2, false],
  ]);
});

test('what is above, the nearest first', () => {
  expect(above(all, 5).map(({ id }) => id)).toEqual([4, 2]);
  expect(above(all, 1)).toEqual([]);
});
