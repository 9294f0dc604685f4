import {
  deleteTicket,
  getTodayQueryKey,
  listOpenCountsQueryKey,
  listTicketsQueryKey,
  restoreTicket,
  type TicketSummary,
} from '@deskbell/api';
import { explain, toast, toastDone, toastProgress } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type BulkAct, runSteps, type Step } from './run';

/** A page that is closed in the middle would leave the rest undone. */
const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** Does one thing to many tickets: with progress, a way to stop, and a way to take it back. */
export function useBulk() {
  const { t } = useLingui();
  const queries = useQueryClient();

  const perform = async (steps: Step[], title: string): Promise<void> => {
    const stop = new AbortController();
    const shown = toastProgress(title, steps.length, () => stop.abort());
    window.addEventListener('beforeunload', warn);
    const { undo, done, failures, changed } = await runSteps(steps, shown.tell, stop.signal);
    window.removeEventListener('beforeunload', warn);
    shown.close();
    for (const queryKey of [listTicketsQueryKey(), listOpenCountsQueryKey(), getTodayQueryKey()])
      void queries.invalidateQueries({ queryKey });
    // Whatever ticket is open may have been one of them.
    void queries.invalidateQueries({ predicate: ({ queryKey: [key] }) => isOfTicket(key) });
    if (changed > 0) toast(t`Not changed: ${changed}`, t`Somebody else has changed them meanwhile.`);
    if (failures.length > 0) {
      const count = failures.length;
      toast(t`Not changed: ${count}`, explain(failures[0]));
    }
    if (done === 0) return;
    if (undo.length > 0) toastDone(`${title} (${done})`, () => void perform(undo, t`Undo`));
    else toast(`${title} (${done})`);
  };

  const removal = useMemo(() => {
    const remove: BulkAct = {
      done: t`Deleted`,
      send: (path, headers) => deleteTicket({ path, headers }),
      undo: () => restore,
    };
    const restore: BulkAct = {
      done: t`Restored`,
      send: (path) => restoreTicket({ path }),
      undo: () => remove,
    };
    return { remove, restore };
  }, [t]);

  return {
    ...removal,
    run: (act: BulkAct, tickets: TicketSummary[]) =>
      void perform(
        tickets.map((ticket) => ({ ticket, act })),
        act.done,
      ),
  };
}

function isOfTicket(key: unknown): boolean {
  const id = (key as { _id?: string } | undefined)?._id;
  return id === 'getTicket' || id === 'listHistory';
}
