import type { HistoryEntry, MessageRead } from '@deskbell/api';

/** What a conversation is drawn from: messages, and between them the changes in groups. */
export type TimelineItem =
  | { kind: 'message'; key: string; message: MessageRead }
  | { kind: 'changes'; key: string; entries: HistoryEntry[] };

/** Events that the conversation shows as themselves. */
const SHOWN_OTHERWISE = new Set(['ticket.created', 'ticket.message_added', 'ticket.note_added']);

/** Messages and changes in the order they happened; changes that follow one another form one group. */
export function timeline(messages: MessageRead[], history: HistoryEntry[]): TimelineItem[] {
  const changes = history.filter((entry) => !SHOWN_OTHERWISE.has(entry.type));
  const dated = [
    ...messages.map((message) => ({ at: message.created_at, message, entry: null })),
    ...changes.map((entry) => ({ at: entry.at, message: null, entry })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));

  const items: TimelineItem[] = [];
  for (const { message, entry } of dated) {
    const last = items.at(-1);
    if (message) items.push({ kind: 'message', key: `m${message.id}`, message });
    else if (last?.kind === 'changes') last.entries.push(entry);
    else items.push({ kind: 'changes', key: `c${entry.id}`, entries: [entry] });
  }
  return items;
}
