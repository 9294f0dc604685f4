import {
  addFollowerToTicket,
  addLabelToTicket,
  type LabelRead,
  type PriorityRead,
  type Ref,
  removeAssignee,
  removeFollowerFromTicket,
  removeLabelFromTicket,
  removeTeam,
  removeTicketOrganization,
  type StatusRef,
  setAssignee,
  setDepartment,
  setStatusOfTicket,
  setTeam,
  setTicketOrganization,
  type TicketRead,
  type TicketSummary,
  updateTicket,
} from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { TicketChange } from './useTicketChange';

type AgentPart = NonNullable<TicketRead['agent']>;

function withAgent(ticket: TicketRead, part: Partial<AgentPart>): TicketRead {
  return ticket.agent ? { ...ticket, agent: { ...ticket.agent, ...part } } : ticket;
}
const without = <T extends { id: number }>(items: T[], id: number) => items.filter((item) => item.id !== id);
const hasLabel = (ticket: TicketSummary, label: LabelRead) =>
  ticket.agent?.labels.some(({ id }) => id === label.id) ?? false;

/** Every change that the panel offers, as a thing that can be shown, sent and taken back. */
export function useChanges() {
  const { t } = useLingui();
  return useMemo(() => {
    const status = (next: StatusRef): TicketChange => ({
      done: t`Status: ${next.name}`,
      failure: t`The status was not changed`,
      preview: (ticket) => ({ ...ticket, status: next }),
      part: (ticket) => ticket.status.id,
      send: (path, headers) => setStatusOfTicket({ path, headers, body: { status_id: next.id } }),
      undo: (before) => status(before.status),
    });
    const assignee = (next: Ref | null): TicketChange => ({
      done: next ? t`Assigned to ${next.name}` : t`Assigned to nobody`,
      failure: t`The assignee was not changed`,
      preview: (ticket) => withAgent(ticket, { assignee: next }),
      part: (ticket) => ticket.agent?.assignee?.id,
      send: (path, headers) =>
        next ? setAssignee({ path, headers, body: { user_id: next.id } }) : removeAssignee({ path, headers }),
      undo: (before) => assignee(before.agent?.assignee ?? null),
    });
    const team = (next: Ref | null): TicketChange => ({
      done: next ? t`Team: ${next.name}` : t`No team any more`,
      failure: t`The team was not changed`,
      preview: (ticket) => withAgent(ticket, { team: next }),
      part: (ticket) => ticket.agent?.team?.id,
      send: (path, headers) =>
        next ? setTeam({ path, headers, body: { team_id: next.id } }) : removeTeam({ path, headers }),
      undo: (before) => team(before.agent?.team ?? null),
    });
    const department = (next: Ref): TicketChange => ({
      done: t`Moved to ${next.name}`,
      failure: t`The ticket was not moved`,
      preview: (ticket) => ({ ...ticket, department: next }),
      part: (ticket) => ticket.department?.id ?? null,
      send: (path, headers) => setDepartment({ path, headers, body: { department_id: next.id } }),
      undo: (before) => before.department && department(before.department),
    });
    const organization = (next: Ref | null): TicketChange => ({
      done: next ? t`Organization: ${next.name}` : t`No organization any more`,
      failure: t`The organization was not changed`,
      preview: (ticket) => ({ ...ticket, organization: next }),
      part: (ticket) => ticket.organization?.id,
      send: (path, headers) =>
        next
          ? setTicketOrganization({ path, headers, body: { organization_id: next.id } })
          : removeTicketOrganization({ path, headers }),
      undo: (before) => organization(before.organization),
    });
    const priority = (next: PriorityRead): TicketChange => ({
      done: t`Priority: ${next.name}`,
      failure: t`The priority was not changed`,
      preview: (ticket) => withAgent(ticket, { priority: next }),
      part: (ticket) => ticket.agent?.priority.id,
      send: (path, headers) => updateTicket({ path, headers, body: { agent: { priority_id: next.id } } }),
      undo: (before) => (before.agent ? priority(before.agent.priority) : null),
    });
    const type = (next: Ref | null): TicketChange => ({
      done: next ? t`Type: ${next.name}` : t`No type any more`,
      failure: t`The type was not changed`,
      preview: (ticket) => withAgent(ticket, { type: next }),
      part: (ticket) => ticket.agent?.type?.id,
      send: (path, headers) =>
        updateTicket({ path, headers, body: { agent: { type_id: next?.id ?? null } } }),
      undo: (before) => type(before.agent?.type ?? null),
    });
    const subject = (next: string): TicketChange => ({
      done: t`Subject changed`,
      failure: t`The subject was not changed`,
      preview: (ticket) => ({ ...ticket, subject: next }),
      part: (ticket) => ticket.subject,
      send: (path, headers) => updateTicket({ path, headers, body: { subject: next } }),
      undo: (before) => subject(before.subject),
    });
    const addLabel = (label: LabelRead): TicketChange => ({
      done: t`Label added: ${label.name}`,
      failure: t`The label was not added`,
      preview: (ticket) => withAgent(ticket, { labels: [...(ticket.agent?.labels ?? []), label] }),
      part: () => null,
      send: (path, headers) => addLabelToTicket({ path: { ...path, label_id: label.id }, headers }),
      undo: (before) => (hasLabel(before, label) ? null : removeLabel(label)),
    });
    const removeLabel = (label: LabelRead): TicketChange => ({
      done: t`Label removed: ${label.name}`,
      failure: t`The label was not removed`,
      preview: (ticket) => withAgent(ticket, { labels: without(ticket.agent?.labels ?? [], label.id) }),
      part: () => null,
      send: (path, headers) => removeLabelFromTicket({ path: { ...path, label_id: label.id }, headers }),
      undo: (before) => (hasLabel(before, label) ? addLabel(label) : null),
    });
    const addFollower = (person: Ref): TicketChange => ({
      done: t`${person.name} follows now`,
      failure: t`The follower was not added`,
      preview: (ticket) => ({ ...ticket, followers: [...ticket.followers, person] }),
      part: () => null,
      send: (path, headers) => addFollowerToTicket({ path: { ...path, user_id: person.id }, headers }),
      undo: () => removeFollower(person),
    });
    const removeFollower = (person: Ref): TicketChange => ({
      done: t`${person.name} does not follow any more`,
      failure: t`The follower was not removed`,
      preview: (ticket) => ({ ...ticket, followers: without(ticket.followers, person.id) }),
      part: () => null,
      send: (path, headers) => removeFollowerFromTicket({ path: { ...path, user_id: person.id }, headers }),
      undo: () => addFollower(person),
    });
    return {
      status,
      assignee,
      team,
      organization,
      department,
      priority,
      type,
      subject,
      addLabel,
      removeLabel,
      addFollower,
      removeFollower,
    };
  }, [t]);
}
