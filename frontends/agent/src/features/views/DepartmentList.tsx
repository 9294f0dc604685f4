import { listDepartmentsOptions, listOpenCountsOptions } from '@deskbell/api';
import { IconFolder } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { RailLink } from './RailLink';

type Props = { current: number | undefined; onPick?: () => void };

/** The departments, with how many open tickets each has. */
export function DepartmentList({ current, onPick }: Props) {
  const { data } = useQuery(listDepartmentsOptions());
  const { data: counts } = useQuery(listOpenCountsOptions());
  const open = new Map(counts?.items.map((each) => [each.department_id, each.open_tickets]));
  return data?.items.map((department) => (
    <RailLink
      key={department.id}
      to="/"
      search={{ department: department.id }}
      icon={IconFolder}
      label={department.name}
      count={open.get(department.id)?.toString()}
      current={department.id === current}
      onClick={onPick}
    />
  ));
}
