import {
  type DepartmentRead,
  deleteDepartmentMutation,
  getDepartmentAudience,
  getDepartmentAudienceQueryKey,
  listDepartmentsOptions,
  listDepartmentsQueryKey,
  setDepartmentAudience,
  useAgents,
} from '@deskbell/api';
import { ConfirmDialog, Loaded, Row, Rows, toast } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Audience, AudienceDialog } from '../../parts/AudienceDialog';
import { DepartmentAgents } from './DepartmentAgents';
import { DepartmentDialog } from './DepartmentDialog';

function audienceOf({ id, name }: DepartmentRead): Audience {
  const path = { department_id: id };
  return {
    name,
    key: getDepartmentAudienceQueryKey({ path }),
    load: async () => (await getDepartmentAudience({ throwOnError: true, path })).data,
    save: async (ids) =>
      (await setDepartmentAudience({ throwOnError: true, path, body: { group_ids: ids } })).data,
  };
}

/** Departments with who works there; renaming, access and deleting. */
export function DepartmentList() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const departments = useQuery(listDepartmentsOptions());
  const agents = useAgents();
  const [renamed, setRenamed] = useState<DepartmentRead | null>(null);
  const [staffed, setStaffed] = useState<DepartmentRead | null>(null);
  const [narrowed, setNarrowed] = useState<DepartmentRead | null>(null);
  const [doomed, setDoomed] = useState<DepartmentRead | null>(null);
  const remove = useMutation({
    ...deleteDepartmentMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listDepartmentsQueryKey() });
      toast(t`Department deleted`);
      setDoomed(null);
    },
  });
  return (
    <Loaded query={departments} failure={<Trans>The departments did not come</Trans>}>
      {({ items }) => (
        <>
          <Rows label={t`Departments`}>
            {items.map((department) => {
              const inside = agents?.filter((each) => each.department_ids.includes(department.id));
              const count = inside?.length ?? 0;
              return (
                <Row
                  key={department.id}
                  title={department.name}
                  sub={
                    inside &&
                    (count === 0 ? (
                      <Trans>Nobody has access: its tickets wait unseen</Trans>
                    ) : (
                      <Plural value={count} one="# agent has access" other="# agents have access" />
                    ))
                  }
                >
                  {department.is_default && (
                    <Badge variant="light">
                      <Trans>Default</Trans>
                    </Badge>
                  )}
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t`Access to ${department.name}`}
                    onClick={() => setStaffed(department)}
                  >
                    <Trans>Access</Trans>
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t`Who may choose it: ${department.name}`}
                    onClick={() => setNarrowed(department)}
                  >
                    <Trans>Who may choose it</Trans>
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t`Rename ${department.name}`}
                    onClick={() => setRenamed(department)}
                  >
                    <Trans>Rename</Trans>
                  </Button>
                  {!department.is_default && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color="red"
                      aria-label={t`Delete ${department.name}`}
                      onClick={() => setDoomed(department)}
                    >
                      <Trans>Delete</Trans>
                    </Button>
                  )}
                </Row>
              );
            })}
          </Rows>
          <DepartmentAgents department={staffed} agents={agents ?? []} onClose={() => setStaffed(null)} />
          <AudienceDialog
            audience={narrowed && audienceOf(narrowed)}
            onClose={() => setNarrowed(null)}
            whenEmpty={<Trans>Every customer may choose it who may choose the one above it.</Trans>}
          />
          <DepartmentDialog
            key={renamed?.id}
            department={renamed}
            opened={renamed !== null}
            onClose={() => setRenamed(null)}
          />
          <ConfirmDialog
            opened={doomed !== null}
            onClose={() => {
              setDoomed(null);
              remove.reset();
            }}
            title={<Trans>Delete the department {doomed?.name}?</Trans>}
            action={<Trans>Delete</Trans>}
            color="red"
            pending={remove.isPending}
            error={remove.error}
            onConfirm={() => doomed && remove.mutate({ path: { department_id: doomed.id } })}
          >
            <Trans>Access to it ends with it. No person and no ticket is deleted.</Trans>
          </ConfirmDialog>
        </>
      )}
    </Loaded>
  );
}
