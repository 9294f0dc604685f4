import { useState } from 'react';

/** What is being set and not saved yet. It stays when what is stored changes underneath. */
export function useDraft<T>(stored: T, same: (one: T, other: T) => boolean) {
  const [draft, setDraft] = useState<{ value: T } | null>(null);
  return {
    value: draft ? draft.value : stored,
    changed: draft !== null && !same(draft.value, stored),
    set: (value: T) => setDraft({ value }),
    drop: () => setDraft(null),
  };
}

/** Whether two sets hold the same. */
export const sameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  one.size === other.size && [...one].every((name) => other.has(name));
