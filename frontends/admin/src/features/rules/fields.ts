import type { MailRuleCreate } from '@deskbell/api';
import { t } from '@lingui/core/macro';

export type Condition = MailRuleCreate['conditions'][number];
export type Field = Condition['field'];

export const FIELDS: Field[] = [
  'sender',
  'sender_name',
  'subject',
  'text',
  'recipient',
  'header',
  'attachment_name',
  'attachment_type',
  'attachments',
  'size',
  'mailbox',
  'source',
  'client',
  'helo',
  'envelope_sender',
  'verdict',
  'automatic',
];

/** What a condition asks about. */
export function fieldName(field: Field): string {
  switch (field) {
    case 'sender':
      return t`Author's address`;
    case 'sender_name':
      return t`Author's name`;
    case 'subject':
      return t`Subject`;
    case 'text':
      return t`Text`;
    case 'recipient':
      return t`Recipient`;
    case 'header':
      return t`Header`;
    case 'attachment_name':
      return t`Name of a file`;
    case 'attachment_type':
      return t`Type of a file`;
    case 'attachments':
      return t`Number of files`;
    case 'size':
      return t`Size in bytes`;
    case 'mailbox':
      return t`Mailbox`;
    case 'source':
      return t`Way in`;
    case 'client':
      return t`Network of the server`;
    case 'helo':
      return t`What the server calls itself`;
    case 'envelope_sender':
      return t`Envelope's sender`;
    case 'verdict':
      return t`Sender verified`;
    case 'automatic':
      return t`Written by a program`;
  }
}

export type TextOperator = 'contains' | 'equals' | 'starts_with' | 'ends_with' | 'matches' | 'present';
export const TEXT_OPERATORS: TextOperator[] = [
  'contains',
  'equals',
  'starts_with',
  'ends_with',
  'matches',
  'present',
];

/** How a text is compared. */
export function operatorName(operator: TextOperator): string {
  switch (operator) {
    case 'contains':
      return t`contains`;
    case 'equals':
      return t`is exactly`;
    case 'starts_with':
      return t`begins with`;
    case 'ends_with':
      return t`ends with`;
    case 'matches':
      return t`looks like (* is anything)`;
    case 'present':
      return t`is there`;
  }
}

/** A condition about a field, with nothing filled in yet. */
export function emptyCondition(field: Field, mailboxId: number): Condition {
  switch (field) {
    case 'size':
      return { field, operator: 'over', value: 1_000_000 };
    case 'attachments':
      return { field, operator: 'over', value: 0 };
    case 'mailbox':
      return { field, mailbox_id: mailboxId };
    case 'source':
      return { field, value: 'smtp' };
    case 'client':
      return { field, network: '' };
    case 'verdict':
      return { field, value: 'fail' };
    case 'automatic':
      return { field };
    case 'header':
      return { field, header: 'x-spam-flag', operator: 'contains', value: '' };
    default:
      return { field, operator: 'contains', value: '' };
  }
}
