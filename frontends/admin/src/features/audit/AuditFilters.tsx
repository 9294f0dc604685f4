import { getUserOptions, useAgents } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { CloseButton, Group, Pill, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AuditSearch } from './auditSearch';
import { AREAS } from './words';

type Props = { search: AuditSearch; onChange: (search: AuditSearch) => void };

/** Area, who did it, from when until when; and whatever a link of another page narrowed it to. */
export function AuditFilters({ search, onChange }: Props) {
  const { t } = useLingui();
  const agents = useAgents();
  const { data: person } = useQuery({
    ...getUserOptions({ path: { user_id: search.person ?? 0 } }),
    enabled: search.person !== undefined,
  });
  const set = (part: Partial<AuditSearch>) => onChange({ ...search, ...part });
  const who = person?.name ?? '';
  return (
    <Group gap="xs" role="search" align="flex-end">
      <Select
        aria-label={t`Area`}
        placeholder={t`Everything that was set up`}
        data={Object.entries(AREAS).map(([value, { label }]) => ({ value, label: t(label) }))}
        value={search.area ?? null}
        onChange={(area) => set({ area: area ?? undefined })}
        clearable
        w={250}
      />
      <Select
        aria-label={t`Who did it`}
        placeholder={t`By everybody`}
        data={agents?.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
        value={search.actor ? String(search.actor) : null}
        onChange={(actor) => set({ actor: actor ? Number(actor) : undefined })}
        clearable
        searchable
        limit={100}
        w={190}
      />
      <TextInput
        type="date"
        label={t`From`}
        size="xs"
        value={search.since ?? ''}
        onChange={(event) => set({ since: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={t`Until`}
        size="xs"
        value={search.until ?? ''}
        onChange={(event) => set({ until: event.currentTarget.value || undefined })}
      />
      {search.person !== undefined && (
        <Pill size="md">
          <Group gap={4} wrap="nowrap">
            {t`About ${who}`}
            <CloseButton
              size="xs"
              aria-label={t`Not only about ${who}`}
              onClick={() => set({ person: undefined })}
            />
          </Group>
        </Pill>
      )}
      {search.ticket !== undefined && (
        <Pill size="md">
          <Group gap={4} wrap="nowrap">
            {t`Ticket ${search.ticket}`}
            <CloseButton
              size="xs"
              aria-label={t`Not only of this ticket`}
              onClick={() => set({ ticket: undefined })}
            />
          </Group>
        </Pill>
      )}
    </Group>
  );
}
