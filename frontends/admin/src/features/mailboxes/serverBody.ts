import type { IncomingWrite, SmtpWrite } from '@deskbell/api';

type Value = (name: string) => string;

/** What a form says of a server, as the API takes it; what was left empty is left out. */
function shared(part: 'incoming' | 'smtp', value: Value, isChecked: (name: string) => boolean) {
  const given = (field: string) => {
    const text = value(`${part}.${field}`);
    return text === '' || text === 'null' ? undefined : text;
  };
  return {
    host: given('host') ?? '',
    port: Number(given('port')) || undefined,
    security: given('security') as SmtpWrite['security'],
    username: given('username'),
    password: given('password'),
    private: isChecked(`${part}.private`),
  };
}

export const smtpBody = (value: Value, isChecked: (name: string) => boolean): SmtpWrite =>
  shared('smtp', value, isChecked);

export function incomingBody(value: Value, isChecked: (name: string) => boolean): IncomingWrite {
  const after = value('incoming.after') as IncomingWrite['after'];
  return {
    ...shared('incoming', value, isChecked),
    folder: value('incoming.folder') || 'INBOX',
    after,
    move_to: after === 'move' ? value('incoming.move_to') : undefined,
    existing: isChecked('incoming.existing'),
  };
}
