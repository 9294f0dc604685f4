// What a program of others does with the generated client; run by node, checked by tsc (test_typescript_client.py).
import { createClient, createConfig } from './made/client/index.ts';
import {
  createMessage,
  createSession,
  createTicket,
  createWebhook,
  getTicket,
  listTickets,
} from './made/sdk.gen.ts';
import type { Problem, TicketCreatedMessage, TicketRead } from './made/types.gen.ts';

const [, , baseUrl, email, password] = process.argv as string[] as [string, string, string, string, string];
const anyone = createClient(createConfig({ baseUrl, throwOnError: false }));

async function signIn(scope: 'user' | 'agent') {
  const answer = await createSession({
    client: anyone,
    throwOnError: false,
    body: { email, password, scope },
  });
  if (!answer.data) throw new Error(JSON.stringify(answer.error));
  return createClient(createConfig({ baseUrl, throwOnError: false, auth: answer.data.access_token }));
}

const client = await signIn('user');
const tickets: TicketRead[] = [];
for (const number of [0, 1, 2]) {
  const { data } = await createTicket({
    client,
    throwOnError: true,
    body: { subject: `Matter ${number}`, text: 'It is broken.' },
  });
  tickets.push(data);
}
const first = tickets[0] as TicketRead;
const reply = await createMessage({
  client,
  throwOnError: true,
  path: { ticket_id: first.id },
  body: { text: 'Still broken.' },
});

const subjects: string[][] = [];
let cursor: string | undefined;
do {
  const { data } = await listTickets({
    client,
    throwOnError: true,
    query: { limit: 2, sort: 'created_at', cursor },
  });
  subjects.push(data.items.map((ticket) => ticket.subject));
  cursor = data.next_cursor ?? undefined;
} while (cursor);

// A refusal is a typed problem.
const refused = await createTicket({ client, throwOnError: false, body: { subject: '', text: 'T' } });
const absent = await getTicket({ client, throwOnError: false, path: { ticket_id: 999_999 } });
const low = await createWebhook({
  client,
  throwOnError: false,
  body: { url: 'https://example.org', event_types: ['ticket.created'] },
});
const problems: Problem[] = [refused.error, absent.error, low.error].filter((each) => each !== undefined);

// What a receiver of webhooks gets is described, too.
const message: Pick<TicketCreatedMessage, 'type' | 'sequence'> = { type: 'ticket.created', sequence: 1 };

console.log(
  JSON.stringify({
    subjects,
    reply: reply.data.text,
    can: first.can.reply,
    problems: problems.map(({ status, code, errors }) => [status, code, errors.map(({ pointer }) => pointer)]),
    message: message.type,
  }),
);
