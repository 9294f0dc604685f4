import {
  createDepartmentMutation,
  type DepartmentRead,
  fieldError,
  listDepartmentsOptions,
  listDepartmentsQueryKey,
  updateDepartmentMutation,
} from '@deskbell/api';
import { toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { above, asTree } from '../../parts/departmentTree';
import { NameDialog } from '../../parts/NameDialog';

type Props = { department: DepartmentRead | null; opened: boolean; onClose: () => void };

/** Makes a department, or changes what one is called, where it stands and what it is for. */
export function DepartmentDialog({ department, opened, onClose }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data } = useQuery(listDepartmentsOptions());
  const all = data?.items ?? [];
  const onSuccess = ({ name }: DepartmentRead) => {
    void queries.invalidateQueries({ queryKey: listDepartmentsQueryKey() });
    toast(department ? t`Department ${name} changed` : t`Department ${name} made`);
    onClose();
  };
  const create = useMutation({ ...createDepartmentMutation(), onSuccess });
  const change = useMutation({ ...updateDepartmentMutation(), onSuccess });
  const act = department ? change : create;
  // Nothing stands under itself, or under what stands below it.
  const places = asTree(all).filter(
    ({ department: { id } }) =>
      id !== department?.id && !above(all, id).some((each) => each.id === department?.id),
  );
  return (
    <NameDialog
      opened={opened}
      onClose={onClose}
      title={department ? <Trans>Change the department</Trans> : <Trans>New department</Trans>}
      name={department?.name}
      description={department ? undefined : t`Nobody sees its tickets until you give somebody access.`}
      taken={t`Another department has this name.`}
      fields={['/parent_id']}
      act={act}
      onName={(name, value) => {
        const parent = value('parent_id');
        const body = {
          name,
          parent_id: parent === '' ? null : Number(parent),
          for_tickets: value('for_tickets') === 'on',
          for_chat: value('for_chat') === 'on',
          is_public: value('is_public') === 'on',
        };
        if (!department) return create.mutate({ body });
        const headers = { 'If-Match': `"${department.version}"` };
        change.mutate({ path: { department_id: department.id }, body, headers });
      }}
    >
      <NativeSelect
        label={t`Stands under`}
        description={t`Whoever has access to the one above with all below it has access here, too.`}
        name="parent_id"
        defaultValue={department?.parent_id ?? ''}
        data={[
          { value: '', label: t`No other department` },
          ...places.map(({ department: { id, name }, depth }) => ({
            value: String(id),
            label: '\u2003'.repeat(depth) + name,
          })),
        ]}
        error={fieldError(act.error, '/parent_id')}
      />
      <Checkbox
        name="for_tickets"
        label={t`For tickets`}
        description={t`Tickets can stand in it.`}
        defaultChecked={department?.for_tickets ?? true}
      />
      <Checkbox
        name="for_chat"
        label={t`For chat`}
        description={t`Chats come to it.`}
        defaultChecked={department?.for_chat ?? false}
      />
      <Checkbox
        name="is_public"
        label={t`Public`}
        description={t`Customers are told of it. Otherwise it is internal.`}
        defaultChecked={department?.is_public ?? true}
      />
    </NameDialog>
  );
}
