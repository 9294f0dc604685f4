import { describe, expect, it } from 'vitest';
import { filterQuery, parseFilters } from './filters';

describe('filters in the address', () => {
  it('keeps what is known and drops the rest', () => {
    const search = {
      status: '3',
      team: -1,
      assignee: 'none',
      kind: 'lost',
      channel: 'email',
      created_to: '2026-02-31x',
    };
    expect(parseFilters(search)).toEqual({ status: 3, assignee: 'none', channel: 'email' });
  });

  it('takes both days in', () => {
    const query = filterQuery({ created_from: '2026-03-28', created_to: '2026-03-29' });
    const hours =
      (Date.parse(query.created_before ?? '') - Date.parse(query.created_after ?? '')) / 3_600_000;
    expect([47, 48, 49]).toContain(hours);
  });

  it('lets a status take the place of the view its kinds', () => {
    expect(filterQuery({ status: 3 })).toEqual({ status_id: [3], status_kind: undefined });
  });
});
