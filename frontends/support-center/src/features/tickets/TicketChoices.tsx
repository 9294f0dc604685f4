import {
  type TicketChoices as Chosen,
  fieldError,
  getTicketChoicesOptions,
  type TicketChoicesRead,
} from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { NativeSelect, SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

type Option = { id: number; name: string };

/** The whole path of a department, so that two of one name can be told apart. */
function withPaths({ departments }: TicketChoicesRead): Option[] {
  const byId = new Map(departments.map((each) => [each.id, each]));
  return departments.map(({ id, name, parent_id }) => {
    const parts = [name];
    let above = parent_id === null ? undefined : byId.get(parent_id);
    while (above && parts.length <= departments.length) {
      parts.unshift(above.name);
      above = above.parent_id === null ? undefined : byId.get(above.parent_id);
    }
    return { id, name: parts.join(' › ') };
  });
}

/** What of a choice is still to be had: what was chosen before a sign-in may be somebody else's. */
function within(value: Chosen, choices: TicketChoicesRead): Chosen {
  const kept = (id: number | null | undefined, options: Option[]) =>
    id != null && options.some((each) => each.id === id) ? id : null;
  return {
    department_id: kept(value.department_id, choices.departments),
    type_id: kept(value.type_id, choices.types),
    priority_id: kept(value.priority_id, choices.priorities),
  };
}

type Props = {
  value: Chosen;
  error: unknown;
  onChange: (choices: Chosen) => void;
};

/** Where the ticket goes, of what sort and how pressing it is, as far as there is anything to choose. */
export function TicketChoices({ value, error, onChange }: Props) {
  const { t } = useLingui();
  const { data } = useQuery({
    ...getTicketChoicesOptions(),
    // Another person, other choices: the form makes this anew for each.
    refetchOnMount: 'always',
  });
  useEffect(() => {
    if (!data) return;
    const kept = within(value, data);
    if (Object.entries(value).some(([name, id]) => id != null && kept[name as keyof Chosen] !== id))
      onChange(kept);
  }, [data, value, onChange]);
  if (!data) return null;
  const departments = data.departments.length > 1 ? withPaths(data) : [];
  const fields = [
    { name: 'department_id', label: t`Department`, options: departments, none: t`The usual one` },
    { name: 'type_id', label: t`Type`, options: data.types, none: t`None` },
    { name: 'priority_id', label: t`Priority`, options: data.priorities, none: t`As usual` },
  ] as const;
  const shown = fields.filter(({ options }) => options.length > 0);
  if (shown.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 1, xs: shown.length }} spacing="sm">
      {shown.map(({ name, label, options, none }) => (
        <NativeSelect
          key={name}
          label={label}
          value={value[name] ?? ''}
          data={[
            { value: '', label: none },
            ...options.map((each) => ({ value: String(each.id), label: each.name })),
          ]}
          error={fieldError(error, `/choices/${name}`)}
          onChange={(event) =>
            onChange({
              ...value,
              [name]: event.currentTarget.value ? Number(event.currentTarget.value) : null,
            })
          }
        />
      ))}
    </SimpleGrid>
  );
}
