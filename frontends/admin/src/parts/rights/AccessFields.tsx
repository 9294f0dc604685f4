import { type DepartmentAccessRead, type DepartmentRead, listDepartmentsOptions } from '@deskbell/api';
import { Loaded } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { above, asTree, type Branch } from '../departmentTree';
import classes from './AccessFields.module.css';

type Access = DepartmentAccessRead;

type Props = {
  value: readonly Access[];
  onChange: (value: Access[]) => void;
  readOnly?: boolean;
  /** What is said of a department beside: who else gives access to it. */
  note?: (departmentId: number) => ReactNode;
};

/** Whether two sets of access are the same. */
export function sameAccess(one: readonly Access[], other: readonly Access[]): boolean {
  const key = ({ department_id, access, with_children }: Access) =>
    `${department_id}${access}${with_children}`;
  return one.map(key).sort().join() === other.map(key).sort().join();
}

type RowProps = Props & { branch: Branch; all: DepartmentRead[] };

function Row({ branch, all, value, onChange, readOnly, note }: RowProps) {
  const { t } = useLingui();
  const { id, name } = branch.department;
  const given = value.find((each) => each.department_id === id);
  const others = value.filter((each) => each.department_id !== id);
  const over = above(all, id).find((each) =>
    value.some(({ department_id, with_children }) => department_id === each.id && with_children),
  );
  const reach = over && value.find(({ department_id }) => department_id === over.id);
  const beside = note?.(id);
  return (
    <li className={classes.row} style={{ '--depth': branch.depth } as object}>
      <div className={classes.name}>
        {name}
        <div className={classes.note}>
          {reach && (
            <div>
              {reach.access === 'full' ? (
                <Trans>Full, through {over.name}</Trans>
              ) : (
                <Trans>Only move into, through {over.name}</Trans>
              )}
            </div>
          )}
          {beside && <div>{beside}</div>}
        </div>
      </div>
      <Checkbox
        className={classes.below}
        size="xs"
        label={<Trans>and all below</Trans>}
        aria-label={t`${name} and all below`}
        style={{ visibility: branch.hasChildren ? undefined : 'hidden' }}
        checked={given?.with_children ?? false}
        disabled={readOnly || !given}
        onChange={(event) =>
          given && onChange([...others, { ...given, with_children: event.currentTarget.checked }])
        }
      />
      <NativeSelect
        className={classes.access}
        size="xs"
        aria-label={t`Access to ${name}`}
        value={given?.access ?? ''}
        disabled={readOnly}
        data={[
          { value: '', label: t`None` },
          { value: 'assign', label: t`Only move tickets into it` },
          { value: 'full', label: t`Full: sees its tickets` },
        ]}
        onChange={(event) => {
          const access = event.currentTarget.value;
          if (access !== 'full' && access !== 'assign') onChange(others);
          else
            onChange([
              ...others,
              { department_id: id, access, with_children: given?.with_children ?? false },
            ]);
        }}
      />
    </li>
  );
}

/** Which departments are open, and how far; those below stand under theirs. */
export function AccessFields(props: Props) {
  const { t } = useLingui();
  const departments = useQuery(listDepartmentsOptions());
  return (
    <Loaded query={departments} failure={<Trans>The departments did not come</Trans>} rows={2}>
      {({ items }) => (
        <ul className={classes.list} aria-label={t`Departments`}>
          {asTree(items).map((branch) => (
            <Row key={branch.department.id} branch={branch} all={items} {...props} />
          ))}
        </ul>
      )}
    </Loaded>
  );
}
