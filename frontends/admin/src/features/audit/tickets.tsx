import { Trans } from '@lingui/react/macro';
import type { Sentences } from './sentence';

/** What happened to tickets, in sentences. */
export const tickets: Sentences = {
  'ticket.created': (who) => <Trans>{who} opened a ticket</Trans>,
  'ticket.message_added': (who) => <Trans>{who} wrote a message</Trans>,
  'ticket.note_added': (who) => <Trans>{who} wrote a note</Trans>,
  'ticket.status_changed': (who) => <Trans>{who} changed the status</Trans>,
  'ticket.assignee_changed': (who) => <Trans>{who} changed the assignee</Trans>,
  'ticket.team_changed': (who) => <Trans>{who} changed the team</Trans>,
  'ticket.department_changed': (who) => <Trans>{who} moved the ticket</Trans>,
  'ticket.priority_changed': (who) => <Trans>{who} changed the priority</Trans>,
  'ticket.type_changed': (who) => <Trans>{who} changed the type</Trans>,
  'ticket.subject_changed': (who) => <Trans>{who} changed the subject</Trans>,
  'ticket.label_added': (who) => <Trans>{who} added a label</Trans>,
  'ticket.label_removed': (who) => <Trans>{who} removed a label</Trans>,
  'ticket.follower_added': (who) => <Trans>{who} added a follower</Trans>,
  'ticket.follower_removed': (who) => <Trans>{who} removed a follower</Trans>,
  'ticket.copy_added': (who) => <Trans>{who} added a copied address</Trans>,
  'ticket.copy_removed': (who) => <Trans>{who} removed a copied address</Trans>,
  'ticket.deleted': (who) => <Trans>{who} deleted the ticket</Trans>,
  'ticket.restored': (who) => <Trans>{who} restored the ticket</Trans>,
  'ticket.link_created': (who) => <Trans>{who} made a link to the ticket</Trans>,
  'ticket.link_revoked': (who) => <Trans>{who} revoked a link to the ticket</Trans>,
  'ticket.link_used': () => <Trans>A link to the ticket was used</Trans>,
  'held_reply.created': (who) => <Trans>{who} wrote a reply</Trans>,
  'held_reply.deleted': (who) => <Trans>{who} took a reply back</Trans>,
  'held_reply.refused': () => <Trans>A reply could not be sent</Trans>,
};
