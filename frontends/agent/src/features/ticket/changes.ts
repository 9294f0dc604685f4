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
  type StatusRead,
  setAssignee,
  setDepartment,
  setStatusOfTicket,
  setTeam,
  type TicketRead,
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

/** Every change that the panel offers, as a thing that can be shown, sent and taken back. */
export function useChanges() {
  const { t } = useLingui();
  return useMemo(() => {
    const status = (next: StatusRead): TicketChange => ({
      failure: t`The status was not changed`,
      preview: (ticket) => ({ ...ticket, status: next }),
      part: (ticket) => ticket.status.id,
      send: (path, headers) => setStatusOfTicket({ path, headers, body: { status_id: next.id } }),
    });
    const assignee = (next: Ref | null): TicketChange => ({
      failure: t`The assignee was not changed`,
      preview: (ticket) => withAgent(ticket, { assignee: next }),
      part: (ticket) => ticket.agent?.assignee?.id,
      send: (path, headers) =>
        next ? setAssignee({ path, headers, body: { user_id: next.id } }) : removeAssignee({ path, headers }),
    });
    const team = (next: Ref | null): TicketChange => ({
      failure: t`The team was not changed`,
      preview: (ticket) => withAgent(ticket, { team: next }),
      part: (ticket) => ticket.agent?.team?.id,
      send: (path, headers) =>
        next ? setTeam({ path, headers, body: { team_id: next.id } }) : removeTeam({ path, headers }),
    });
    const department = (next: Ref): TicketChange => ({
      failure: t`The ticket was not moved`,
      preview: (ticket) => ({ ...ticket, department: next }),
      part: (ticket) => ticket.department.id,
      send: (path, headers) => setDepartment({ path, headers, body: { department_id: next.id } }),
    });
    const priority = (next: PriorityRead): TicketChange => ({
      failure: t`The priority was not changed`,
      preview: (ticket) => withAgent(ticket, { priority: next }),
      part: (ticket) => ticket.agent?.priority.id,
      send: (path, headers) => updateTicket({ path, headers, body: { agent: { priority_id: next.id } } }),
    });
    const type = (next: Ref | null): TicketChange => ({
      failure: t`The type was not changed`,
      preview: (ticket) => withAgent(ticket, { type: next }),
      part: (ticket) => ticket.agent?.type?.id,
      send: (path, headers) =>
        updateTicket({ path, headers, body: { agent: { type_id: next?.id ?? null } } }),
    });
    const subject = (next: string): TicketChange => ({
      failure: t`The subject was not changed`,
      preview: (ticket) => ({ ...ticket, subject: next }),
      part: (ticket) => ticket.subject,
      send: (path, headers) => updateTicket({ path, headers, body: { subject: next } }),
    });
    const addLabel = (label: LabelRead): TicketChange => ({
      failure: t`The label was not added`,
      preview: (ticket) => withAgent(ticket, { labels: [...(ticket.agent?.labels ?? []), label] }),
      part: () => null,
      send: (path, headers) => addLabelToTicket({ path: { ...path, label_id: label.id }, headers }),
    });
    const removeLabel = (label: LabelRead): TicketChange => ({
      failure: t`The label was not removed`,
      preview: (ticket) => withAgent(ticket, { labels: without(ticket.agent?.labels ?? [], label.id) }),
      part: () => null,
      send: (path, headers) => removeLabelFromTicket({ path: { ...path, label_id: label.id }, headers }),
    });
    const addFollower = (person: Ref): TicketChange => ({
      failure: t`The follower was not added`,
      preview: (ticket) => ({ ...ticket, followers: [...ticket.followers, person] }),
      part: () => null,
      send: (path, headers) => addFollowerToTicket({ path: { ...path, user_id: person.id }, headers }),
    });
    const removeFollower = (person: Ref): TicketChange => ({
      failure: t`The follower was not removed`,
      preview: (ticket) => ({ ...ticket, followers: without(ticket.followers, person.id) }),
      part: () => null,
      send: (path, headers) => removeFollowerFromTicket({ path: { ...path, user_id: person.id }, headers }),
    });
    return {
      status,
      assignee,
      team,
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
