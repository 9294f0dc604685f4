import {
  fieldError,
  listDepartmentsOptions,
  listPrioritiesOptions,
  listTicketTypesOptions,
} from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { Select, SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAgentChoice } from '../people/useAgentChoice';
import { useAway } from '../people/useAway';
import type { Fields } from './fields';

const options = (items: { id: number; name: string }[] | undefined) =>
  items?.map(({ id, name }) => ({ value: String(id), label: name })) ?? [];

type Props = { fields: Fields; error: unknown; onChange: (part: Partial<Fields>) => void };

/** Where the ticket goes and what it is; what is left out gets the helpdesk's usual. */
export function Choices({ fields, error, onChange }: Props) {
  const { t } = useLingui();
  const departments = useQuery(listDepartmentsOptions()).data?.items;
  const usual = departments?.find((each) => each.is_default) ?? departments?.[0];
  const agents = useAgentChoice(null);
  const away = useAway();
  const assignee = agents.options.find(({ id }) => String(id) === fields.assignee);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label={t`Department`}
        data={options(departments)}
        value={fields.department ?? (usual ? String(usual.id) : null)}
        error={fieldError(error, '/agent/department_id')}
        allowDeselect={false}
        onChange={(department) => onChange({ department })}
      />
      <Select
        label={t`Assignee`}
        placeholder={t`Nobody`}
        data={options(agents.options)}
        description={away.note(assignee)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={fields.assignee}
        error={fieldError(error, '/agent/assignee_id')}
        searchable
        clearable
        limit={100}
        onSearchChange={agents.onTyped}
        filter={agents.filter}
        onChange={(assignee) => onChange({ assignee })}
      />
      <Select
        label={t`Priority`}
        placeholder={t`As usual`}
        data={options(useQuery(listPrioritiesOptions()).data?.items)}
        value={fields.priority}
        clearable
        onChange={(priority) => onChange({ priority })}
      />
      <Select
        label={t`Type`}
        placeholder={t`None`}
        data={options(useQuery(listTicketTypesOptions()).data?.items)}
        value={fields.type}
        clearable
        onChange={(type) => onChange({ type })}
      />
    </SimpleGrid>
  );
}
