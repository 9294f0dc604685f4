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
  people: { label: msg`People`, types: ['user.', 'user_group.'] },
  organizations: { label: msg`Organizations`, types: ['organization.'] },
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
  knowledge: { label: msg`Knowledge base`, types: ['category.', 'article.'] },
  programs: { label: msg`Programs`, types: ['api_key.', 'app.', 'webhook.'] },
  tickets: { label: msg`Tickets`, types: ['ticket.', 'held_reply.'] },
};

/** What stands in the list when no area is chosen: what people set up, not what the helpdesk does all day. */
export const USUAL = Object.entries(AREAS)
  .filter(([area]) => area !== 'tickets')
  .flatMap(([, { types }]) => types)
  .filter((type) => !['mail_self_test.', 'inbound_mail.', 'outgoing_mail.', 'article.'].includes(type));

/** What a member of an event is called. */
export const MEMBERS: Record<string, MessageDescriptor> = {
  user_id: msg`person`,
  user_ids: msg`people`,
  by_rule: msg`by rule`,
  level: msg`level`,
  fields: msg`changed:`,
  section: msg`section`,
  reason: msg`reason`,
  department_id: msg`department`,
  team_id: msg`team`,
  label_id: msg`label`,
  status_id: msg`status`,
  requester_id: msg`requester`,
  moved_to: msg`tickets got`,
  purpose: msg`purpose`,
  how: msg`how`,
  channel: msg`channel`,
  fate: msg`fate`,
  provider: msg`provider`,
};

/** Numbers that tell a reader nothing. */
export const UNSAID = new Set([
  'address_id',
  'message_id',
  'link_id',
  'copy_id',
  'file_id',
  'notification_id',
  'is_default',
  'by_staff',
]);
