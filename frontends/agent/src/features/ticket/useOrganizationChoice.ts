import { listOrganizationsOptions, listUserOrganizationsOptions, type Ref } from '@deskbell/api';
import type { OptionsFilter } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../parts/useMay';

const asFound: OptionsFilter = ({ options }) => options;

/** The organizations of the requester first; as one types, those whose name or domain has that in it. */
export function useOrganizationChoice(requesterId: number, chosen: Ref | null) {
  const [typed, onTyped] = useState('');
  const [q] = useDebouncedValue(typed === chosen?.name ? '' : typed.trim(), 120);
  const may = useMay(false);
  const own = useQuery({
    ...listUserOrganizationsOptions({ path: { user_id: requesterId } }),
    enabled: may('organizations.view'),
  });
  const found = useQuery({
    ...listOrganizationsOptions({ query: { q, limit: 20 } }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const theirs: Ref[] = own.data?.items.map(({ organization }) => organization) ?? [];
  const options: Ref[] = q === '' ? theirs : (found.data?.items ?? []).map(({ id, name }) => ({ id, name }));
  return {
    options,
    onTyped,
    filter: q === '' ? undefined : asFound,
    /** What only their address says, where the ticket belongs to none. */
    presumed: chosen ? null : (theirs[0] ?? null),
  };
}
