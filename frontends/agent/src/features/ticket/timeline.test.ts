import type { HistoryEntry, MessageRead } from '@deskbell/api';
import { expect, test } from 'vitest';
import { timeline } from './timeline';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 9, minute)).toISOString();
const message = (id: number, minute: number) => ({ id, created_at: at(minute) }) as MessageRead;
const change = (id: number, minute: number, type = 'ticket.status_changed') =>
  ({ id, at: at(minute), type }) as HistoryEntry;

test('changes between two messages are one group', () => {
  const items = timeline([message(1, 0), message(2, 9)], [change(1, 3), change(2, 5), change(3, 12)]);
  expect(items.map((item) => item.key)).toEqual(['m1', 'c1', 'm2', 'c3']);
  expect(items[1]?.kind === 'changes' && items[1].entries).toHaveLength(2);
});

test('what a message already shows is no change', () => {
  const told = ['ticket.created', 'ticket.message_added', 'ticket.note_added'];
  const items = timeline(
    [message(1, 0)],
    told.map((type, id) => change(id, id, type)),
  );
  expect(items.map((item) => item.key)).toEqual(['m1']);
});
