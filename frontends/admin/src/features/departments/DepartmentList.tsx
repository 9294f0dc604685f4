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
import { asTree } from '../../parts/departmentTree';
import { DepartmentDialog } from './DepartmentDialog';
import { DepartmentStaff } from './DepartmentStaff';

function audienceOf({ id, name }: DepartmentRead): Audience {
  const path = { department_id: id };
  return {
    name,
    key: getDepartmentAudienceQueryKey({ path }),
    load: async () => (await getDepartmentAudience({ throwOnError: true, path })).data,
    save: async (ids, version) =>
      (
        await setDepartmentAudience({
          throwOnError: true,
          path,
          body: { group_ids: ids },
          headers: { 'If-Match': `"${version}"` },
        })
      ).data,
  };
}

function Kind({ department }: { department: DepartmentRead }) {
  const { is_default, for_tickets, for_chat, is_public } = department;
  return (
    <>
      {is_default && (
        <Badge variant="light">
          <Trans>Default</Trans>
        </Badge>
      )}
      {!for_tickets && (
        <Badge variant="light" color="gray">
          <Trans>No tickets</Trans>
        </Badge>
      )}
      {for_chat && (
        <Badge variant="light" color="gray">
          <Trans>Chat</Trans>
        </Badge>
      )}
      {!is_public && (
        <Badge variant="light" color="orange">
          <Trans>Internal</Trans>
        </Badge>
      )}
    </>
  );
}

/** Departments, each under the one that it belongs to, with who works there; changing, access and deleting. */
export function DepartmentList() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const departments = useQuery(listDepartmentsOptions());
  const agents = useAgents();
  const [changed, setChanged] = useState<DepartmentRead | null>(null);
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
            {asTree(items).map(({ department, depth }) => {
              const inside = agents?.filter((each) => each.department_ids.includes(department.id));
              const count = inside?.length ?? 0;
              return (
                <Row
                  key={department.id}
                  icon={depth > 0 && <span style={{ inlineSize: depth * 20 }} aria-hidden="true" />}
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
                  <Kind department={department} />
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
                    aria-label={t`Change ${department.name}`}
                    onClick={() => setChanged(department)}
                  >
                    <Trans>Change</Trans>
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
          <DepartmentStaff department={staffed} all={items} onClose={() => setStaffed(null)} />
          <AudienceDialog
            audience={narrowed && audienceOf(narrowed)}
            onClose={() => setNarrowed(null)}
            whenEmpty={<Trans>Every customer may choose it who may choose the one above it.</Trans>}
          />
          <DepartmentDialog
            key={changed?.id}
            department={changed}
            opened={changed !== null}
            onClose={() => setChanged(null)}
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
