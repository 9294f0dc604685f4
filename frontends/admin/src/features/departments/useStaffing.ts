import {
  type DepartmentAccessRead,
  getAgentGroup,
  getDepartmentAccessQueryKey,
  getUserDepartments,
  listAgentGroupsQueryKey,
  listAgentsQueryKey,
  setAgentGroupDepartments,
  setUserDepartments,
} from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';

type Access = DepartmentAccessRead;

export type Change = {
  kind: 'person' | 'group';
  id: number;
  /** Null takes the access away. */
  to: Pick<Access, 'access' | 'with_children'> | null;
};

/** Changes one access of a person or a group. What else they have stays as the server has it. */
async function change(department_id: number, { kind, id, to }: Change) {
  const changed = (departments: Access[]) => [
    ...departments.filter((each) => each.department_id !== department_id),
    ...(to ? [{ department_id, ...to }] : []),
  ];
  const seen = (version: number) => ({ 'If-Match': `"${version}"` });
  const throwOnError = true;
  if (kind === 'person') {
    const path = { user_id: id };
    const { data } = await getUserDepartments({ throwOnError, path });
    const body = { departments: changed(data.departments) };
    await setUserDepartments({ throwOnError, path, body, headers: seen(data.version) });
  } else {
    const path = { group_id: id };
    const { data } = await getAgentGroup({ throwOnError, path });
    const body = { departments: changed(data.departments) };
    await setAgentGroupDepartments({ throwOnError, path, body, headers: seen(data.version) });
  }
}

/** Gives, changes and takes away access to one department. */
export function useStaffing(departmentId: number) {
  const { t } = useLingui();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Change) => change(departmentId, wanted),
    onError: (error) => toastFailure(t`The access was not changed`, error),
    onSettled: () =>
      Promise.all(
        [
          getDepartmentAccessQueryKey({ path: { department_id: departmentId } }),
          listAgentsQueryKey(),
          listAgentGroupsQueryKey(),
        ].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
}
