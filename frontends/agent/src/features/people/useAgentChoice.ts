import { type AgentRead, listAgentsOptions, type Ref } from '@deskbell/api';
import type { OptionsFilter } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

const LIMIT = 100;
const asFound: OptionsFilter = ({ options }) => options;

/**
 * What a choice of one agent needs: everybody, or where there are more than a list can show, those whose name
 * or address has what was typed.
 */
export function useAgentChoice(chosen: Ref | null) {
  const [typed, onTyped] = useState('');
  const [settled] = useDebouncedValue(typed === chosen?.name ? '' : typed.trim(), 120);
  const first = useQuery(listAgentsOptions({ query: { limit: LIMIT } }));
  const asks = Boolean(first.data?.next_cursor) && settled !== '';
  const found = useQuery({
    ...listAgentsOptions({ query: { limit: LIMIT, q: settled } }),
    enabled: asks,
    placeholderData: keepPreviousData,
  });
  const options: AgentRead[] = (asks ? found.data : first.data)?.items ?? [];
  return { options, onTyped, filter: asks ? asFound : undefined };
}
