import {
  listLabelsOptions,
  listPrioritiesOptions,
  listStatusesOptions,
  listTeamsOptions,
  type Ref,
  type TicketSummary,
} from '@deskbell/api';
import { Plural, useLingui } from '@lingui/react/macro';
import { ActionIcon, CloseButton, Tooltip } from '@mantine/core';
import {
  IconCircleDot,
  IconFlag3,
  IconRestore,
  IconTag,
  IconTrash,
  IconUserPlus,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../parts/useMay';
import { useAgentChoice } from '../people/useAgentChoice';
import { useAway } from '../people/useAway';
import { useChanges } from '../ticket/changes';
import classes from './BulkBar.module.css';
import { Pick } from './Pick';
import type { useBulk } from './useBulk';

/** No account has this number. */
const NOBODY = 0;

type Props = { tickets: TicketSummary[]; me: Ref; bulk: ReturnType<typeof useBulk>; onClear: () => void };

/** What can be done to all selected tickets at once. */
export function BulkBar({ tickets, me, bulk, onClear }: Props) {
  const { t } = useLingui();
  const changes = useChanges();
  const may = useMay();
  const anywhere = (act: string) => may(`tickets.${act}.`);
  const statuses = useQuery(listStatusesOptions()).data?.items ?? [];
  const priorities = useQuery(listPrioritiesOptions()).data?.items ?? [];
  const teams = useQuery(listTeamsOptions()).data?.items ?? [];
  const labels = useQuery(listLabelsOptions()).data?.items ?? [];
  const agents = useAgentChoice(null);
  const others = agents.options.filter(({ id }) => id !== me.id);
  const people: Ref[] = [{ id: me.id, name: t`Me` }, { id: NOBODY, name: t`Nobody` }, ...others];
  const deleted = tickets.every(({ deleted_at }) => deleted_at !== null);
  const away = useAway();
  const assign = ({ id, name }: Ref) => {
    away.warn(agents.options.find((each) => each.id === id));
    bulk.run(changes.assignee(id === NOBODY ? null : { id, name: id === me.id ? me.name : name }), tickets);
  };
  const end = () => {
    bulk.run(deleted ? bulk.restore : bulk.remove, tickets);
    onClear();
  };
  const End = deleted ? IconRestore : IconTrash;
  const ending = deleted ? t`Restore` : t`Delete`;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t`Selected tickets`}>
      <span className={classes.count} role="status">
        <Plural value={tickets.length} one="# selected" other="# selected" />
      </span>
      {!deleted && (
        <>
          {anywhere('assign') && (
            <Pick
              icon={IconUserPlus}
              label={t`Assign`}
              options={people}
              onTyped={agents.onTyped}
              onPick={assign}
            />
          )}
          {anywhere('set_status') && (
            <Pick
              icon={IconCircleDot}
              label={t`Change the status`}
              options={statuses}
              onPick={(next) => bulk.run(changes.status(next), tickets)}
            />
          )}
          {anywhere('set_fields') && (
            <Pick
              icon={IconFlag3}
              label={t`Change the priority`}
              options={priorities}
              onPick={(next) => bulk.run(changes.priority(next), tickets)}
            />
          )}
          {anywhere('assign') && (
            <Pick
              icon={IconUsersGroup}
              label={t`Give to a team`}
              options={teams}
              onPick={(next) => bulk.run(changes.team(next), tickets)}
            />
          )}
          {anywhere('label') && (
            <Pick
              icon={IconTag}
              label={t`Add a label`}
              options={labels}
              onPick={(next) => bulk.run(changes.addLabel(next), tickets)}
            />
          )}
        </>
      )}
      {anywhere('delete') && (
        <Tooltip label={ending}>
          <ActionIcon
            variant="subtle"
            color={deleted ? 'gray' : 'red'}
            size="lg"
            aria-label={ending}
            onClick={end}
          >
            <End size={17} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      )}
      <CloseButton className={classes.close} aria-label={t`Select nothing`} onClick={onClear} />
    </div>
  );
}
