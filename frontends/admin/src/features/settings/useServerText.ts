import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { known } from './texts';

/** Says the server's words in the reader's language, where they are translated. */
export function useServerText(): (words: string) => string {
  const { i18n } = useLingui();
  return useCallback(
    (words: string) => {
      const text = known(words);
      return text ? i18n._(text) : words;
    },
    [i18n],
  );
}
