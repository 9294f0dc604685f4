import {
  listDepartmentsOptions,
  listLabelsOptions,
  listPrioritiesOptions,
  listStatusesOptions,
  listTeamsOptions,
  listTicketTypesOptions,
  useAgents,
} from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { CHANNELS, KINDS } from './filters';

export interface Choice {
  value: string;
  label: string;
}

const named = (data: { items: { id: number; name: string }[] } | undefined): Choice[] =>
  data?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? [];

/** What each filter can be set to, by the names that people know. */
export function useFilterChoices() {
  const { t } = useLingui();
  return {
    kind: KINDS.map(({ key, title }) => ({ value: key, label: t(title) })),
    status: named(useQuery(listStatusesOptions()).data),
    assignee: [{ value: 'none', label: t`Nobody` }, ...named({ items: useAgents() ?? [] })],
    department: named(useQuery(listDepartmentsOptions()).data),
    team: named(useQuery(listTeamsOptions()).data),
    priority: named(useQuery(listPrioritiesOptions()).data),
    type: named(useQuery(listTicketTypesOptions()).data),
    label: named(useQuery(listLabelsOptions()).data),
    channel: CHANNELS.map(({ key, title }) => ({ value: key, label: t(title) })),
  } satisfies Record<string, Choice[]>;
}
