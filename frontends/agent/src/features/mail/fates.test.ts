import type { OutgoingMailRead, RecipientRead } from '@deskbell/api';
import { expect, test } from 'vitest';
import { addressees, worst } from './fates';

const person = (more: Partial<RecipientRead>): RecipientRead => ({
  address: 'mira@northwind.example',
  name: 'Mira',
  copied: false,
  state: 'accepted',
  code: null,
  answer: null,
  queue_id: null,
  bounce: null,
  ...more,
});
const mail = (id: number, state: OutgoingMailRead['state'], ...recipients: RecipientRead[]) =>
  ({ id, state, recipients }) as OutgoingMailRead;
const report = { action: 'failed', status: '5.1.1', diagnostic: 'no such user', at: '2026-01-01T00:00:00Z' };

test('what was accepted and came back has bounced', () => {
  expect(addressees([mail(1, 'accepted', person({ bounce: report }))])[0]?.fate).toBe('bounced');
  const late = person({ bounce: { ...report, action: 'delayed' } });
  expect(addressees([mail(1, 'accepted', late)])[0]?.fate).toBe('late');
});

test('the first mail comes first, and the worst fate labels the message', () => {
  const people = addressees([
    mail(2, 'accepted', person({})),
    mail(1, 'sending', person({ state: 'deferred' }), person({ state: 'failed' })),
  ]);
  expect(people.map(({ fate }) => fate)).toEqual(['sending', 'failed', 'accepted']);
  expect(worst(people)).toBe('failed');
  expect(worst([])).toBe('accepted');
});
