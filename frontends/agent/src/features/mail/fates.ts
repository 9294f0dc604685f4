import type { OutgoingMailRead, RecipientRead } from '@deskbell/api';

/** What became of a mail at one address, the worst last. */
const FATES = [
  'accepted',
  'queued',
  'sending',
  'deferred',
  'late',
  'uncertain',
  'failed',
  'bounced',
] as const;
export type Fate = (typeof FATES)[number];

/** One recipient of a mail, with what became of it there. */
export interface Addressee {
  mail: OutgoingMailRead;
  person: RecipientRead;
  fate: Fate;
}

function fateOf(mail: OutgoingMailRead, person: RecipientRead): Fate {
  if (person.bounce?.action === 'failed') return 'bounced';
  if (person.bounce?.action === 'delayed' && person.state === 'accepted') return 'late';
  const open = person.state === 'queued' || person.state === 'deferred';
  return mail.state === 'sending' && open ? 'sending' : person.state;
}

/** Everybody whom the mails of a message go to: the requester and the copied people first, then followers. */
export function addressees(mails: OutgoingMailRead[]): Addressee[] {
  const inOrder = [...mails].sort((a, b) => a.id - b.id);
  return inOrder.flatMap((mail) =>
    mail.recipients.map((person) => ({ mail, person, fate: fateOf(mail, person) })),
  );
}

/** The fate that a message is labelled with: the worst that any recipient met. */
export function worst(people: Addressee[]): Fate {
  return people.reduce<Fate>(
    (found, { fate }) => (FATES.indexOf(fate) > FATES.indexOf(found) ? fate : found),
    'accepted',
  );
}
