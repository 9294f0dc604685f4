import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Levels as events name them. */
export const LEVELS: Record<string, MessageDescriptor> = {
  user: msg`Customer`,
  agent: msg`Agent`,
  admin: msg`Admin`,
};

/** Areas of the log, each with the types that belong to it. */
export const AREAS: Record<string, { label: MessageDescriptor; types: string[] }> = {
  people: { label: msg`People`, types: ['user.'] },
  sessions: { label: msg`Signing in`, types: ['session.'] },
  structure: { label: msg`Departments and teams`, types: ['department.', 'team.'] },
  vocabulary: {
    label: msg`Statuses, priorities, types, labels`,
    types: ['status.', 'priority.', 'ticket_type.', 'label.'],
  },
  settings: { label: msg`Settings`, types: ['helpdesk.'] },
  mail: {
    label: msg`Mail`,
    types: [
      'mailbox.',
      'mail_app.',
      'mail_rule.',
      'mail_ban.',
      'mail_self_test.',
      'inbound_mail.',
      'outgoing_mail.',
    ],
  },
  programs: { label: msg`Programs`, types: ['api_key.', 'app.', 'webhook.'] },
  tickets: { label: msg`Tickets`, types: ['ticket.', 'held_reply.'] },
};
