import { setUserAgentGroups, setUserDepartments, setUserLevel, type UserRead } from '@deskbell/api';
import { ConfirmDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { AgentRightsFields, type NewRights } from './AgentRightsFields';
import { LEVEL_NAMES, LEVELS, type Level } from './levels';
import { usePersonRefresh } from './usePersonRefresh';

/** What a change of level means for the person, before it is made. */
function consequences(before: Level, after: Level): ReactNode {
  if (after === 'admin')
    return <Trans>Gets every department, and may change everything in this panel.</Trans>;
  if (after === 'user') {
    return (
      <Trans>
        Loses the agent panel, all departments and teams at the next request. Tickets assigned to this person
        go back to where nobody has them. The account, and what was written with it, stays.
      </Trans>
    );
  }
  return before === 'admin' ? (
    <Trans>
      Loses this panel at the next request, and keeps the departments and teams. What was set stays as it is.
    </Trans>
  ) : (
    <Trans>May sign in to the agent panel, and holds there what you give now or later.</Trans>
  );
}

const NOTHING: NewRights = { groups: [], departments: [] };

/** Sets the level first, as only an agent can be given what an agent holds. */
async function raise(user_id: number, level: Level, { groups, departments }: NewRights) {
  const to = { throwOnError: true, path: { user_id } } as const;
  const { data } = await setUserLevel({ ...to, body: { level } });
  if (groups.length > 0) await setUserAgentGroups({ ...to, body: { agent_group_ids: groups.map(Number) } });
  if (departments.length > 0) {
    await setUserDepartments({ ...to, body: { department_ids: departments.map(Number) } });
  }
  return data;
}

/** Raises or lowers somebody; says what that changes before it is done. */
export function LevelControl({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const refresh = usePersonRefresh(person.id);
  const [wanted, setWanted] = useState<Level | null>(null);
  const [rights, setRights] = useState(NOTHING);
  const change = useMutation({
    mutationFn: (level: Level) => raise(person.id, level, rights),
    onSuccess: ({ level }) => {
      const name = t(LEVEL_NAMES[level]);
      setWanted(null);
      setRights(NOTHING);
      toast(t`${person.name} is now: ${name}`);
    },
    onSettled: refresh,
  });
  const close = () => {
    setWanted(null);
    change.reset();
  };
  const title = wanted && t(LEVEL_NAMES[wanted]);
  return (
    <>
      <Group gap="xs">
        {LEVELS.filter((level) => level !== person.level).map((level) => {
          const name = t(LEVEL_NAMES[level]);
          return (
            <Button key={level} size="xs" variant="default" onClick={() => setWanted(level)}>
              {level === 'user' || (level === 'agent' && person.level === 'admin') ? (
                <Trans>Lower to {name}</Trans>
              ) : (
                <Trans>Raise to {name}</Trans>
              )}
            </Button>
          );
        })}
      </Group>
      <ConfirmDialog
        opened={wanted !== null}
        onClose={close}
        title={
          <Trans>
            Make {person.name} {title}?
          </Trans>
        }
        action={<Trans>Change the level</Trans>}
        pending={change.isPending}
        error={change.error}
        onConfirm={() => wanted && change.mutate(wanted)}
      >
        <Stack gap="sm">
          <div>{wanted && consequences(person.level, wanted)}</div>
          {wanted === 'agent' && person.level === 'user' && (
            <AgentRightsFields value={rights} onChange={setRights} />
          )}
        </Stack>
      </ConfirmDialog>
    </>
  );
}
