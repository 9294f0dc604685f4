import type { Fate, InboundMailRead, MailKind, MailState } from '@deskbell/api';
import { t } from '@lingui/core/macro';

export const FATES: Fate[] = [
  'accepted',
  'waiting',
  'held',
  'unreadable',
  'refused',
  'ignored',
  'unknown_sender',
];
export const STATES: MailState[] = ['queued', 'sending', 'deferred', 'accepted', 'failed', 'uncertain'];
export const KINDS: MailKind[] = [
  'reply',
  'receipt',
  'notice',
  'claim',
  'reset',
  'verify',
  'invitation',
  'ticket_link',
  'registration',
  'add_address',
];

/** What became of a received mail, as a chip. */
export function fateChip(fate: Fate): { kind: string; name: string } {
  switch (fate) {
    case 'waiting':
      return { kind: 'pending', name: t`Waits to be read` };
    case 'accepted':
      return { kind: 'solved', name: t`Became a message` };
    case 'held':
      return { kind: 'new', name: t`Held for a person` };
    case 'unreadable':
      return { kind: 'open', name: t`Unreadable` };
    case 'refused':
      return { kind: 'open', name: t`Refused` };
    case 'unknown_sender':
      return { kind: 'closed', name: t`Unknown sender` };
    case 'ignored':
      return { kind: 'closed', name: t`Ignored` };
  }
}

/** Where a mail that goes out stands, as a chip. */
export function stateChip(state: MailState): { kind: string; name: string } {
  switch (state) {
    case 'queued':
      return { kind: 'pending', name: t`Waits` };
    case 'sending':
      return { kind: 'pending', name: t`Being sent` };
    case 'deferred':
      return { kind: 'new', name: t`Tried again later` };
    case 'accepted':
      return { kind: 'solved', name: t`Handed over` };
    case 'failed':
      return { kind: 'open', name: t`Failed` };
    case 'uncertain':
      return { kind: 'on_hold', name: t`Uncertain` };
  }
}

/** What a mail that goes out is for. */
export function kindName(kind: MailKind): string {
  switch (kind) {
    case 'reply':
      return t`Answer`;
    case 'receipt':
      return t`Receipt`;
    case 'notice':
      return t`Notice to an agent`;
    case 'claim':
      return t`New account`;
    case 'reset':
      return t`New password`;
    case 'verify':
      return t`Address check`;
    case 'invitation':
      return t`Invitation`;
    case 'ticket_link':
      return t`Link to a ticket`;
    case 'registration':
      return t`Confirmation of a message`;
    case 'add_address':
      return t`Another address`;
  }
}

/** The door by which a mail came. */
export function sourceName(source: InboundMailRead['source']): string {
  if (source === 'imap') return t`Fetched from the IMAP server`;
  if (source === 'lmtp') return t`Handed over by LMTP`;
  return t`Delivered by SMTP`;
}

/** By what the ticket of a mail was found. */
export function threadedBy(how: string | null): string | null {
  switch (how) {
    case 'token':
      return t`The signed address that it answers to`;
    case 'reference':
      return t`The mail that it refers to`;
    case 'subject':
      return t`The number in its subject, from somebody of the ticket`;
    case 'bounce':
      return t`The mail that came back`;
    case 'replay':
      return t`An earlier reading`;
    case 'none':
      return t`Nothing: it opened a new one`;
    default:
      return how;
  }
}
