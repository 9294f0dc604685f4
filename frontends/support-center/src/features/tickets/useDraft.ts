import { useCallback, useState } from 'react';

const PREFIX = 'deskbell-draft:';

function stored<T extends object>(key: string, empty: T): T {
  try {
    return { ...empty, ...JSON.parse(sessionStorage.getItem(PREFIX + key) ?? '{}') };
  } catch {
    return empty;
  }
}

/** What is being written, kept in this tab over errors, reloads and sign-ins, until it is sent. */
export function useDraft<T extends object>(key: string, empty: T) {
  const [draft, setDraft] = useState(() => stored(key, empty));
  const change = useCallback(
    (part: Partial<T>) =>
      setDraft((before) => {
        const next = { ...before, ...part };
        try {
          sessionStorage.setItem(PREFIX + key, JSON.stringify(next));
        } catch {
          // No room for it: then it is kept by the page alone.
        }
        return next;
      }),
    [key],
  );
  const forget = useCallback(() => {
    sessionStorage.removeItem(PREFIX + key);
    setDraft(empty);
  }, [key, empty]);
  return { draft, change, forget };
}
