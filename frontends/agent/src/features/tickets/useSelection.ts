import type { TicketSummary } from '@deskbell/api';
import { useMemo, useState } from 'react';

const NONE: ReadonlySet<number> = new Set();

/** Which tickets of the list are selected; what leaves the list is not selected any more. */
export function useSelection(tickets: TicketSummary[]) {
  const [ids, setIds] = useState(NONE);
  const selected = useMemo(() => tickets.filter(({ id }) => ids.has(id)), [tickets, ids]);
  return {
    selected,
    has: (id: number) => ids.has(id),
    add: (id: number) => setIds((now) => new Set([...now, id])),
    toggle: (id: number) =>
      setIds((now) => new Set(now.has(id) ? [...now].filter((each) => each !== id) : [...now, id])),
    /** Tells whether there was anything to clear. */
    clear: () => {
      setIds(NONE);
      return selected.length > 0;
    },
  };
}
