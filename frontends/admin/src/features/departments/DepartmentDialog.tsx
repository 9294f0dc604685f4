import {
  createDepartmentMutation,
  type DepartmentRead,
  fieldError,
  isFailure,
  listDepartmentsQueryKey,
  updateDepartmentMutation,
} from '@deskbell/api';
import { FormDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

type Props = { department: DepartmentRead | null; opened: boolean; onClose: () => void };

/** Makes a department, or renames one. */
export function DepartmentDialog({ department, opened, onClose }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const onSuccess = ({ name }: DepartmentRead) => {
    void queries.invalidateQueries({ queryKey: listDepartmentsQueryKey() });
    toast(department ? t`Department renamed` : t`Department ${name} made`);
    onClose();
  };
  const create = useMutation({ ...createDepartmentMutation(), onSuccess });
  const rename = useMutation({ ...updateDepartmentMutation(), onSuccess });
  const act = department ? rename : create;
  const taken = isFailure(act.error) && act.error.code === 'name_taken';
  return (
    <FormDialog
      opened={opened}
      onClose={() => {
        create.reset();
        rename.reset();
        onClose();
      }}
      title={department ? <Trans>Rename the department</Trans> : <Trans>New department</Trans>}
      pending={act.isPending}
      error={taken ? null : act.error}
      fields={['/name']}
      onSubmit={(value) => {
        const body = { name: value('name') };
        if (department) rename.mutate({ path: { department_id: department.id }, body });
        else create.mutate({ body });
      }}
    >
      <TextInput
        label={t`Name`}
        description={department ? undefined : t`Nobody sees its tickets until you give somebody access.`}
        name="name"
        defaultValue={department?.name}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        error={taken ? t`Another department has this name.` : fieldError(act.error, '/name')}
      />
    </FormDialog>
  );
}
