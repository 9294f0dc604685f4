import { deleteTeamMutation, listTeamsOptions, listTeamsQueryKey, type TeamRead } from '@deskbell/api';
import { ConfirmDialog, EmptyState, Loaded, Row, Rows, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TeamDialog } from './TeamDialog';
import { TeamMembers } from './TeamMembers';

/** Teams with their members; renaming and deleting. */
export function TeamList() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const teams = useQuery(listTeamsOptions());
  const [renamed, setRenamed] = useState<TeamRead | null>(null);
  const [doomed, setDoomed] = useState<TeamRead | null>(null);
  const remove = useMutation({
    ...deleteTeamMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listTeamsQueryKey() });
      toast(t`Team deleted`);
      setDoomed(null);
    },
  });
  return (
    <Loaded query={teams} failure={<Trans>The teams did not come</Trans>}>
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <EmptyState icon={<IconUsersGroup size={28} stroke={1.5} />} title={<Trans>No team yet</Trans>}>
              <Trans>A team shares work: whoever is in it sees its tickets, whatever the department.</Trans>
            </EmptyState>
          ) : (
            <Rows label={t`Teams`}>
              {items.map((team) => (
                <Row key={team.id} title={team.name} sub={<TeamMembers team={team} />}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t`Rename ${team.name}`}
                    onClick={() => setRenamed(team)}
                  >
                    <Trans>Rename</Trans>
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="red"
                    aria-label={t`Delete ${team.name}`}
                    onClick={() => setDoomed(team)}
                  >
                    <Trans>Delete</Trans>
                  </Button>
                </Row>
              ))}
            </Rows>
          )}
          <TeamDialog
            key={renamed?.id}
            team={renamed}
            opened={renamed !== null}
            onClose={() => setRenamed(null)}
          />
          <ConfirmDialog
            opened={doomed !== null}
            onClose={() => {
              setDoomed(null);
              remove.reset();
            }}
            title={<Trans>Delete the team {doomed?.name}?</Trans>}
            action={<Trans>Delete</Trans>}
            color="red"
            pending={remove.isPending}
            error={remove.error}
            onConfirm={() => doomed && remove.mutate({ path: { team_id: doomed.id } })}
          >
            <Trans>Its tickets stay and have no team any more. No person is deleted.</Trans>
          </ConfirmDialog>
        </>
      )}
    </Loaded>
  );
}
