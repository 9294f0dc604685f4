import { Trans } from '@lingui/react/macro';
import type { Sentences } from './sentence';

/** What happened to user groups and to who may choose what, in sentences. */
export const groups: Sentences = {
  'user_group.created': (who, it) => (
    <Trans>
      {who} made the user group {it}
    </Trans>
  ),
  'user_group.changed': (who, it) => (
    <Trans>
      {who} renamed the user group {it}
    </Trans>
  ),
  'user_group.deleted': (who) => <Trans>{who} deleted a user group</Trans>,
  'user_group.permissions_changed': (who, it) => (
    <Trans>
      {who} changed what the user group {it} may do
    </Trans>
  ),
  'user_group.rule_changed': (who, it) => (
    <Trans>
      {who} changed the rule of the user group {it}
    </Trans>
  ),
  'user_group.members_added': (_, it) => <Trans>People came into the user group {it}</Trans>,
  'user_group.members_removed': (_, it) => <Trans>People left the user group {it}</Trans>,
  'department.audience_changed': (who, it) => (
    <Trans>
      {who} changed who may choose the department {it}
    </Trans>
  ),
  'ticket_type.audience_changed': (who, it) => (
    <Trans>
      {who} changed who may choose the ticket type {it}
    </Trans>
  ),
  'priority.audience_changed': (who, it) => (
    <Trans>
      {who} changed who may choose the priority {it}
    </Trans>
  ),
};
