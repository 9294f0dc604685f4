import { Trans } from '@lingui/react/macro';
import type { Sentences } from './sentence';

/** What happened to how the helpdesk is set up, in sentences. */
export const helpdesk: Sentences = {
  'helpdesk.set_up': () => <Trans>The helpdesk was set up</Trans>,
  'helpdesk.changed': (who) => <Trans>{who} changed settings</Trans>,
  'department.created': (who, it) => (
    <Trans>
      {who} made the department {it}
    </Trans>
  ),
  'department.changed': (who, it) => (
    <Trans>
      {who} changed the department {it}
    </Trans>
  ),
  'department.deleted': (who) => <Trans>{who} deleted a department</Trans>,
  'team.created': (who, it) => (
    <Trans>
      {who} made the team {it}
    </Trans>
  ),
  'team.changed': (who, it) => (
    <Trans>
      {who} changed the team {it}
    </Trans>
  ),
  'team.deleted': (who) => <Trans>{who} deleted a team</Trans>,
  'team.member_added': (who, it) => (
    <Trans>
      {who} put somebody into the team {it}
    </Trans>
  ),
  'team.member_removed': (who, it) => (
    <Trans>
      {who} took somebody out of the team {it}
    </Trans>
  ),
  'status.created': (who, it) => (
    <Trans>
      {who} made the status {it}
    </Trans>
  ),
  'status.changed': (who, it) => (
    <Trans>
      {who} changed the status {it}
    </Trans>
  ),
  'status.deleted': (who) => <Trans>{who} deleted a status</Trans>,
  'priority.created': (who, it) => (
    <Trans>
      {who} made the priority {it}
    </Trans>
  ),
  'priority.changed': (who, it) => (
    <Trans>
      {who} changed the priority {it}
    </Trans>
  ),
  'priority.deleted': (who) => <Trans>{who} deleted a priority</Trans>,
  'ticket_type.created': (who, it) => (
    <Trans>
      {who} made the ticket type {it}
    </Trans>
  ),
  'ticket_type.changed': (who, it) => (
    <Trans>
      {who} changed the ticket type {it}
    </Trans>
  ),
  'ticket_type.deleted': (who) => <Trans>{who} deleted a ticket type</Trans>,
  'label.created': (who, it) => (
    <Trans>
      {who} made the label {it}
    </Trans>
  ),
  'label.changed': (who, it) => (
    <Trans>
      {who} changed the label {it}
    </Trans>
  ),
  'label.deleted': (who) => <Trans>{who} deleted a label</Trans>,
  'file.uploaded': (who) => <Trans>{who} uploaded a file</Trans>,
  'notification.created': (_, it) => <Trans>{it} was notified</Trans>,
  'notification.read': (who) => <Trans>{who} read a notification</Trans>,
  'notification.settings_changed': (who) => <Trans>{who} changed what they are notified of</Trans>,
  'webhook.created': (who) => <Trans>{who} made a webhook</Trans>,
  'webhook.changed': (who) => <Trans>{who} changed a webhook</Trans>,
  'webhook.deleted': (who) => <Trans>{who} deleted a webhook</Trans>,
  'webhook.paused': () => <Trans>A webhook was paused</Trans>,
  'webhook.resumed': (who) => <Trans>{who} resumed a webhook</Trans>,
  'webhook.replayed': (who) => <Trans>{who} sent a webhook again</Trans>,
  'webhook.secret_rotated': (who) => <Trans>{who} gave a webhook another secret</Trans>,
  'webhook.tested': (who) => <Trans>{who} tested a webhook</Trans>,
  'failed_job.retried': (who) => <Trans>{who} had failed work done again</Trans>,
  'failed_job.discarded': (who) => <Trans>{who} discarded failed work</Trans>,
};
