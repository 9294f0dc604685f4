import { listMyOrganizationsOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

type Props = { value: number | null; onChange: (organization: number | null) => void };

/** For which of one's organizations one asks, where there are several. */
export function TicketOrganization({ value, onChange }: Props) {
  const { t } = useLingui();
  const { data } = useQuery(listMyOrganizationsOptions());
  const mine = data?.items ?? [];
  if (mine.length < 2) return null;
  const usual = mine.find(({ is_default }) => is_default) ?? mine[0];
  return (
    <NativeSelect
      label={t`For`}
      value={String(value ?? usual?.organization.id)}
      data={mine.map(({ organization: { id, name } }) => ({ value: String(id), label: name }))}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  );
}
