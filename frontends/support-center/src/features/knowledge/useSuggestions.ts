import { listArticleSuggestionsOptions } from '@deskbell/api';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useAsked } from './useAsked';

const SHORTEST = 3;
const LONGEST = 300;

/** The articles that may answer what is being typed; none while there is too little of it. */
export function useSuggestions(typed: string, wait: number) {
  const [words] = useDebouncedValue(typed.trim().slice(-LONGEST), wait);
  const asked = useAsked(listArticleSuggestionsOptions({ query: { q: words || ' ' } }));
  const enough = words.length >= SHORTEST;
  const { data } = useQuery({
    ...asked,
    enabled: asked.enabled && enough,
    placeholderData: keepPreviousData,
  });
  return enough ? (data?.items ?? []) : [];
}
