import { listAgentGroupsOptions, listDepartmentsOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { agentGroupName } from '../../parts/rights/agentGroupName';

/** What a new agent is to have from the beginning; numbers as text, as inputs keep them. */
export type NewRights = { groups: string[]; departments: string[] };

type Props = {
  value: NewRights;
  onChange: (value: NewRights) => void;
  faults?: { groups?: string; departments?: string };
};

/** Asks which groups and departments a new agent gets: without them, the account opens nothing. */
export function AgentRightsFields({ value, onChange, faults }: Props) {
  const { t } = useLingui();
  const { data: groups } = useQuery(listAgentGroupsOptions());
  const { data: departments } = useQuery(listDepartmentsOptions());
  return (
    <>
      <MultiSelect
        label={t`Agent groups`}
        description={t`What may be done. Without one, nothing until it is given.`}
        data={groups?.items.map((group) => ({ value: String(group.id), label: agentGroupName(group) })) ?? []}
        value={value.groups}
        onChange={(chosen) => onChange({ ...value, groups: chosen })}
        error={faults?.groups}
        searchable
        clearable
      />
      <MultiSelect
        label={t`Departments`}
        description={t`Whose tickets are seen, beside those that the groups open.`}
        data={departments?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
        value={value.departments}
        onChange={(chosen) => onChange({ ...value, departments: chosen })}
        error={faults?.departments}
        searchable
        clearable
      />
    </>
  );
}
