import type { TicketSummary } from '@deskbell/api';
import { describe, expect, it } from 'vitest';
import { type BulkAct, runSteps } from './run';

const ticket = (id: number) => ({ id, version: 1 }) as TicketSummary;
const taken: [number, string | undefined][] = [];
const back: BulkAct = {
  done: 'back',
  send: async ({ ticket_id }, headers) => void taken.push([ticket_id, headers['If-Match']]),
  undo: () => null,
};
const act: BulkAct = {
  done: 'done',
  send: async ({ ticket_id }) => {
    if (ticket_id === 2) throw { status: 412, retryAfter: null };
    if (ticket_id === 3) throw { status: 403, retryAfter: null };
    return { data: { version: 10 + ticket_id } };
  },
  undo: () => back,
};
const steps = [1, 2, 3, 4, 5].map((id) => ({ ticket: ticket(id), act }));

describe('acts on many tickets', () => {
  it('tells done, changed and failed apart, and takes back what was done only', async () => {
    const told: number[] = [];
    const ended = await runSteps(steps, (done) => told.push(done), new AbortController().signal);
    expect([ended.done, ended.changed, ended.failures.length]).toEqual([3, 1, 1]);
    expect(told).toEqual([1, 2, 3, 4, 5]);
    await runSteps(ended.undo, () => {}, new AbortController().signal);
    expect(taken.sort()).toEqual([
      [1, '"11"'],
      [4, '"14"'],
      [5, '"15"'],
    ]);
  });

  it('stops when asked to', async () => {
    const stop = new AbortController();
    const ended = await runSteps(steps, () => stop.abort(), stop.signal);
    expect(ended.done + ended.changed + ended.failures.length).toBeLessThan(5);
  });
});
