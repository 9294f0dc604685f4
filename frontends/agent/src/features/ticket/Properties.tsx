import {
  listDepartmentsOptions,
  listLabelsOptions,
  listPrioritiesOptions,
  listStatusesOptions,
  listTeamsOptions,
  listTicketTypesOptions,
  type Ref,
  type TicketRead,
} from '@deskbell/api';
import { PersonAvatar, StatusDot, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAgentChoice } from '../people/useAgentChoice';
import { useAway } from '../people/useAway';
import { useChanges } from './changes';
import { DeleteTicket } from './DeleteTicket';
import { EarlierTickets } from './EarlierTickets';
import classes from './Properties.module.css';
import { PropertySelect } from './PropertySelect';
import { PropertyTokens } from './PropertyTokens';
import { RequesterCard } from './RequesterCard';
import { useOrganizationChoice } from './useOrganizationChoice';
import type { TicketChange } from './useTicketChange';

/** The property that a key opened. */
export type OpenedProperty = 'assignee' | 'status' | 'priority' | 'labels' | null;

type Props = {
  ticket: TicketRead;
  me: Ref;
  opened: OpenedProperty;
  onOpened: (property: OpenedProperty) => void;
  onChange: (change: TicketChange) => void;
  onDone: () => void;
};

function useChoices() {
  return {
    statuses: useQuery(listStatusesOptions()).data?.items ?? [],
    teams: useQuery(listTeamsOptions()).data?.items ?? [],
    departments: useQuery(listDepartmentsOptions()).data?.items ?? [],
    priorities: useQuery(listPrioritiesOptions()).data?.items ?? [],
    types: useQuery(listTicketTypesOptions()).data?.items ?? [],
    labels: useQuery(listLabelsOptions()).data?.items ?? [],
  };
}

/** Everything about the ticket that is not said in the conversation. */
export function Properties({ ticket, me, opened, onOpened, onChange, onDone }: Props) {
  const { t } = useLingui();
  const choices = useChoices();
  const changes = useChanges();
  const away = useAway();
  const { can, agent } = ticket;
  const assignees = useAgentChoice(agent?.assignee ?? null);
  const followers = useAgentChoice(null);
  const organizations = useOrganizationChoice(ticket.requester.id, ticket.organization);
  const openable = (property: OpenedProperty) => ({
    opened: opened === property,
    onOpened: (now: boolean) => onOpened(now ? property : null),
  });

  return (
    <div className={classes.panel}>
      <RequesterCard requester={ticket.requester} />
      <EarlierTickets ticket={ticket} />
      <PropertySelect
        onDone={onDone}
        label={t`Organization`}
        placeholder={t`None`}
        options={organizations.options}
        onTyped={organizations.onTyped}
        filter={organizations.filter}
        value={ticket.organization}
        editable={can.set_fields}
        clearable
        onChange={(next) => onChange(changes.organization(next))}
      />
      {can.set_fields && organizations.presumed && (
        <Button
          className={classes.mine}
          size="compact-xs"
          variant="subtle"
          onClick={() => onChange(changes.organization(organizations.presumed))}
        >
          <Trans>Put under {organizations.presumed.name}</Trans>
        </Button>
      )}
      <PropertySelect
        onDone={onDone}
        label={t`Status`}
        options={choices.statuses}
        value={ticket.status}
        editable={can.set_status}
        mark={() => <StatusDot kind={ticket.status.kind} />}
        {...openable('status')}
        onChange={(next) => next && onChange(changes.status(next))}
      />
      <PropertySelect
        onDone={onDone}
        label={t`Assignee`}
        placeholder={t`Nobody`}
        {...assignees}
        value={agent?.assignee ?? null}
        editable={can.assign}
        clearable
        mark={(person) => <PersonAvatar name={person.name} size={20} />}
        note={away.note}
        {...openable('assignee')}
        onChange={(next) => {
          away.warn(next);
          onChange(changes.assignee(next && { id: next.id, name: next.name }));
        }}
      />
      {(can.take || can.assign) && agent?.assignee?.id !== me.id && (
        <Button
          className={classes.mine}
          size="compact-xs"
          variant="subtle"
          onClick={() => onChange(changes.assignee(me))}
        >
          <Trans>Assign to me</Trans>
        </Button>
      )}
      <PropertySelect
        onDone={onDone}
        label={t`Team`}
        placeholder={t`None`}
        options={choices.teams}
        value={agent?.team ?? null}
        editable={can.assign}
        clearable
        onChange={(next) => onChange(changes.team(next))}
      />
      <PropertySelect
        onDone={onDone}
        label={t`Department`}
        options={choices.departments}
        value={ticket.department}
        editable={can.move}
        onChange={(next) => next && onChange(changes.department(next))}
      />
      <PropertySelect
        onDone={onDone}
        label={t`Priority`}
        options={choices.priorities}
        value={agent?.priority ?? null}
        editable={can.set_fields}
        {...openable('priority')}
        onChange={(next) => next && onChange(changes.priority(next))}
      />
      <PropertySelect
        onDone={onDone}
        label={t`Type`}
        placeholder={t`None`}
        options={choices.types}
        value={agent?.type ?? null}
        editable={can.set_fields}
        clearable
        onChange={(next) => onChange(changes.type(next))}
      />
      <PropertyTokens
        label={t`Labels`}
        adding={t`Add a label`}
        items={agent?.labels ?? []}
        options={choices.labels}
        editable={can.label}
        {...openable('labels')}
        onDone={onDone}
        onAdd={(label) => onChange(changes.addLabel(label))}
        onRemove={(label) => onChange(changes.removeLabel(label))}
      />
      <PropertyTokens<Ref>
        label={t`Followers`}
        adding={t`Add a follower`}
        items={ticket.followers}
        {...followers}
        editable={can.follow}
        onDone={onDone}
        onAdd={(person) => onChange(changes.addFollower(person))}
        onRemove={(person) => onChange(changes.removeFollower(person))}
      />
      <dl className={classes.dates}>
        <dt>
          <Trans>Created</Trans>
        </dt>
        <dd>
          <TimeAgo at={ticket.created_at} />
        </dd>
        <dt>
          <Trans>Updated</Trans>
        </dt>
        <dd>
          <TimeAgo at={ticket.updated_at} />
        </dd>
      </dl>
      <DeleteTicket ticket={ticket} />
    </div>
  );
}
