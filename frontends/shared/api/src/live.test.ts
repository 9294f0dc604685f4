import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import type { FollowStreamData } from './gen';

/** The tabs of one browser: what one posts, the others get. */
const tabs = new Set<{ onmessage?: (event: { data: unknown }) => void }>();
class Channel {
  onmessage?: (event: { data: unknown }) => void;
  constructor() {
    tabs.add(this);
  }
  postMessage(data: unknown) {
    for (const tab of tabs) if (tab !== this) tab.onmessage?.({ data: structuredClone(data) });
  }
  close() {
    tabs.delete(this);
  }
}
vi.stubGlobal('BroadcastChannel', Channel);

type Asked = Pick<FollowStreamData, 'query' | 'headers'>;
type Heard = { event?: string; data?: unknown; id?: string };
const asked: Asked[] = [];
let hear: (frame: Heard) => void = () => {};
vi.mock('./gen', async (original) => ({
  ...(await original<typeof import('./gen')>()),
  followStream: (options: Asked & { onSseEvent: (frame: Heard) => void }) => {
    asked.push({ query: options.query, headers: options.headers });
    hear = options.onSseEvent;
    return {
      stream: (async function* () {
        await new Promise(() => {});
      })(),
    };
  },
}));
const { followLive, staleQueries } = await import('./live');
const { sessionStore } = await import('./session');

const ids = (type: string, ticket_id?: number) =>
  staleQueries({ type, ticket_id }).map((key) => (key[0] as { _id: string })._id);

test('what happens to a ticket makes its lists, counts and its own page stale', () => {
  const stale = ids('ticket.message_added', 12);
  expect(stale).toContain('listTickets');
  expect(stale).toContain('listOpenCounts');
  expect(stale).toEqual(expect.arrayContaining(['getTicket', 'listMessages', 'listHistory']));
});

test('only the ticket that is meant is asked for again', () => {
  const [key] = staleQueries({ type: 'ticket.status_changed', ticket_id: 12 }).filter(
    ([part]) => (part as { _id: string })._id === 'getTicket',
  );
  expect(key?.[0]).toMatchObject({ path: { ticket_id: 12 } });
});

test('what becomes of a mail concerns its ticket, and whether mail goes out', () => {
  expect(ids('outgoing_mail.deferred', 12)).toEqual(['getOutgoingStatus', 'listTicketDeliveries']);
  expect(ids('inbound_mail.bounced', 12)).toEqual(['listInboundMails', 'listTicketDeliveries']);
  expect(ids('inbound_mail.set_aside')).toEqual(['listInboundMails']);
});

test('an unknown event disturbs nothing', () => {
  expect(ids('weather.changed')).toEqual([]);
});

test('nothing falls between what a page asked for and its stream, in the first tab and in the next', async () => {
  vi.spyOn(sessionStore, 'read').mockReturnValue({ status: 'in' } as never);
  const lock = vi.fn((_name: string, _options: unknown, lead: () => Promise<void>) => lead());
  vi.stubGlobal('navigator', { locks: { request: lock } });
  followLive(new QueryClient(), 1);
  expect(asked[0]?.query?.since_seconds).toBeGreaterThan(0);
  hear({ event: 'hint', data: { type: 'label.created' }, id: '7-1' });

  lock.mockImplementation(() => new Promise(() => {}));
  const queries = new QueryClient();
  const stale = vi.spyOn(queries, 'invalidateQueries');
  followLive(queries, 1);
  expect(stale.mock.calls).toMatchObject([[{ queryKey: [{ _id: 'listLabels' }] }]]);
});
