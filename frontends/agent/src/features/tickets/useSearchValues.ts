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
import type { Operator, Values } from './completion';
import { CHANNELS, KINDS } from './filters';

const named = (data: { items: { name: string }[] } | undefined) =>
  data?.items.map(({ name }) => ({ value: name })) ?? [];

/** What the operators of a search can be given, and what each of them asks for. */
export function useSearchValues(): { values: Values; about: Record<Operator, string> } {
  const { t } = useLingui();
  const statuses = named(useQuery(listStatusesOptions()).data);
  const kinds = KINDS.map(({ key, title }) => ({ value: key as string, about: t(title) }));
  const days = [
    { value: 'today', about: t`Today` },
    { value: 'yesterday', about: t`Yesterday` },
    { value: '7d', about: t`The last seven days` },
    { value: '30d', about: t`The last thirty days` },
  ];
  const me = { value: 'me', about: t`You` };
  const isKind = ({ value }: { value: string }) => kinds.some((kind) => kind.value === value.toLowerCase());
  return {
    values: {
      status: [
        ...kinds,
        { value: 'unsolved', about: t`Neither solved nor closed` },
        ...statuses.filter((status) => !isKind(status)),
      ],
      assignee: [me, { value: 'none', about: t`Nobody` }, ...named({ items: useAgents() ?? [] })],
      follower: [me],
      team: named(useQuery(listTeamsOptions()).data),
      department: named(useQuery(listDepartmentsOptions()).data),
      priority: named(useQuery(listPrioritiesOptions()).data),
      type: named(useQuery(listTicketTypesOptions()).data),
      label: named(useQuery(listLabelsOptions()).data),
      channel: CHANNELS.map(({ key, title }) => ({ value: key as string, about: t(title) })),
      created: days,
      updated: days,
    },
    about: {
      status: t`State or status`,
      assignee: t`Who is responsible`,
      team: t`The team`,
      department: t`The department`,
      priority: t`The priority`,
      type: t`The type`,
      label: t`A label`,
      channel: t`By which way it came`,
      from: t`Who asked, by name or address`,
      follower: t`What you follow`,
      created: t`When it came in`,
      updated: t`When it was last changed`,
    },
  };
}
