import {
  createDepartmentMutation,
  type DepartmentRead,
  listDepartmentsQueryKey,
  updateDepartmentMutation,
} from '@deskbell/api';
import { toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { NameDialog } from '../../parts/NameDialog';

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
  return (
    <NameDialog
      opened={opened}
      onClose={onClose}
      title={department ? <Trans>Rename the department</Trans> : <Trans>New department</Trans>}
      name={department?.name}
      description={department ? undefined : t`Nobody sees its tickets until you give somebody access.`}
      taken={t`Another department has this name.`}
      act={department ? rename : create}
      onName={(name) =>
        department
          ? rename.mutate({ path: { department_id: department.id }, body: { name } })
          : create.mutate({ body: { name } })
      }
    />
  );
}
