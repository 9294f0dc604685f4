import type { TicketSummary } from '@deskbell/api';
import type { TicketChange } from '../ticket/useTicketChange';

/** What is done to each of many tickets. */
export type BulkAct = Pick<TicketChange, 'done'> & {
  send: (path: { ticket_id: number }, headers: { 'If-Match'?: string }) => Promise<unknown>;
  undo: (before: TicketSummary) => BulkAct | null;
};

/** One ticket with what is to be done to it; `version`: only if it is still that one. */
export interface Step {
  ticket: TicketSummary;
  act: BulkAct;
  version?: number;
}

interface Ended {
  /** What takes back all that was done. */
  undo: Step[];
  done: number;
  failures: unknown[];
  /** Somebody else has changed these since. */
  changed: number;
}

const AT_ONCE = 3;

const versionOf = (answer: unknown) => (answer as { data?: { version?: number } } | undefined)?.data?.version;

/** Does the steps, a few at a time, each with its own rights and its own events; stops when asked to. */
export async function runSteps(
  steps: Step[],
  tell: (done: number) => void,
  signal: AbortSignal,
): Promise<Ended> {
  const ended: Ended = { undo: [], done: 0, failures: [], changed: 0 };
  const waiting = [...steps];
  const work = async () => {
    for (let step = waiting.shift(); step && !signal.aborted; step = waiting.shift()) {
      const { ticket, act, version } = step;
      try {
        const headers = version === undefined ? {} : { 'If-Match': `"${version}"` };
        const after = versionOf(await act.send({ ticket_id: ticket.id }, headers));
        ended.done += 1;
        const inverse = act.undo(ticket);
        if (inverse)
          ended.undo.push({ ticket, act: inverse, ...(after !== undefined && { version: after }) });
      } catch (error) {
        if ((error as { status?: number } | null)?.status === 412) ended.changed += 1;
        else ended.failures.push(error);
      }
      tell(ended.done + ended.changed + ended.failures.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return ended;
}
