import { expect, test, vi } from 'vitest';

vi.stubGlobal('BroadcastChannel', class {});
const { staleQueries } = await import('./live');

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
