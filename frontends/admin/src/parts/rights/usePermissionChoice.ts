import { fieldError, type PermissionRead } from '@deskbell/api';
import { useState } from 'react';
import { along, withoutThese, withThese } from './needs';
import { sameSet, useDraft } from './useDraft';

type Given = {
  known: PermissionRead[];
  /** What is stored. */
  stored: readonly string[];
  /** Permission to where it comes from, of those that can't be taken away here. */
  locked?: ReadonlyMap<string, string>;
  readOnly?: boolean;
  /** Why saving was refused. */
  error: unknown;
  /** In which order they were sent: faults name the place. */
  sent: readonly string[];
};

const NOTHING: ReadonlyMap<string, string> = new Map();

/** The permissions that are being chosen. What needs others comes with them, and goes with them. */
export function usePermissionChoice({
  known,
  stored,
  locked = NOTHING,
  readOnly = false,
  error,
  sent,
}: Given) {
  const draft = useDraft<ReadonlySet<string>>(new Set(stored), sameSet);
  const [beside, setBeside] = useState<{ titles: string[]; came: boolean } | null>(null);
  const given = new Set(locked.keys());
  return {
    known,
    locked,
    readOnly,
    beside,
    changed: draft.changed,
    names: [...draft.value],
    has: (name: string) => locked.has(name) || draft.value.has(name),
    fault: (name: string) => {
      const place = sent.indexOf(name);
      return place < 0 ? undefined : fieldError(error, `/permissions/${place}`);
    },
    choose: (names: string[], wanted: boolean) => {
      const change = wanted ? withThese : withoutThese;
      const next = change(known, draft.value, given, names);
      const others = along(draft.value, next, names);
      const titles = known.filter(({ name }) => others.includes(name)).map(({ title }) => title);
      setBeside(titles.length > 0 ? { titles, came: wanted } : null);
      draft.set(next);
    },
    drop: () => {
      setBeside(null);
      draft.drop();
    },
  };
}

export type Choice = ReturnType<typeof usePermissionChoice>;
