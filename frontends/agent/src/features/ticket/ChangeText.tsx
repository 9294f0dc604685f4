import type { HistoryEntry } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';

/** One change in a sentence. The log holds facts; the words are made here, in the reader's language. */
export function ChangeText({ entry }: { entry: HistoryEntry }) {
  const { t } = useLingui();
  const who = <b>{entry.actor.name ?? t`Deskbell`}</b>;
  const before = entry.before?.name;
  const after = entry.after?.name;
  const to = <b>{after}</b>;
  const from = <b>{before}</b>;
  switch (entry.type) {
    case 'ticket.status_changed':
      return (
        <Trans>
          {who} set the status to {to}
        </Trans>
      );
    case 'ticket.assignee_changed':
      return after ? (
        <Trans>
          {who} assigned it to {to}
        </Trans>
      ) : (
        <Trans>{who} took the assignment off</Trans>
      );
    case 'ticket.team_changed':
      return after ? (
        <Trans>
          {who} gave it to the team {to}
        </Trans>
      ) : (
        <Trans>{who} took the team off</Trans>
      );
    case 'ticket.department_changed':
      return (
        <Trans>
          {who} moved it to {to}
        </Trans>
      );
    case 'ticket.organization_changed':
      return after ? (
        <Trans>
          {who} put it under {to}
        </Trans>
      ) : (
        <Trans>{who} took the organization off</Trans>
      );
    case 'ticket.private_changed':
      return <Trans>{who} changed whether colleagues see it</Trans>;
    case 'ticket.requester_changed':
      return (
        <Trans>
          {who} handed it over from {from} to {to}
        </Trans>
      );
    case 'ticket.priority_changed':
      return before ? (
        <Trans>
          {who} changed the priority from {from} to {to}
        </Trans>
      ) : (
        <Trans>
          {who} set the priority to {to}
        </Trans>
      );
    case 'ticket.type_changed':
      return after ? (
        <Trans>
          {who} made it a {to}
        </Trans>
      ) : (
        <Trans>{who} took the type off</Trans>
      );
    case 'ticket.subject_changed':
      return <Trans>{who} changed the subject</Trans>;
    case 'ticket.label_added':
      return (
        <Trans>
          {who} added the label {to}
        </Trans>
      );
    case 'ticket.label_removed':
      return before ? (
        <Trans>
          {who} removed the label {from}
        </Trans>
      ) : (
        <Trans>{who} removed a label</Trans>
      );
    case 'ticket.follower_added':
      return <Trans>{to} follows now</Trans>;
    case 'ticket.follower_removed':
      return before ? (
        <Trans>{from} does not follow any more</Trans>
      ) : (
        <Trans>{who} removed a follower</Trans>
      );
    case 'ticket.deleted':
      return <Trans>{who} deleted it</Trans>;
    case 'ticket.restored':
      return <Trans>{who} restored it</Trans>;
    case 'ticket.link_created':
      return <Trans>{who} made a link for the customer</Trans>;
    case 'ticket.link_revoked':
      return <Trans>{who} revoked a link</Trans>;
    case 'ticket.link_used':
      return <Trans>The customer opened it by a link</Trans>;
    default:
      return <Trans>{who} changed something</Trans>;
  }
}
