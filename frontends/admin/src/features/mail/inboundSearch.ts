import type { Fate, LedgerFilter } from '@deskbell/api';
import { FATES } from './fates';

/** What the ledger's page is narrowed to, as it stands in the address. */
export interface InboundSearch {
  q?: string;
  fate?: Fate[];
  mailbox?: number;
  ban?: number;
  rule?: number;
}

const number = (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;

/** Reads an address that anybody may have written. */
export function parseInboundSearch(given: Record<string, unknown>): InboundSearch {
  const fate = Array.isArray(given.fate)
    ? FATES.filter((each) => (given.fate as unknown[]).includes(each))
    : [];
  return {
    q: given.q === undefined ? undefined : String(given.q),
    fate: fate.length > 0 ? fate : undefined,
    mailbox: number(given.mailbox),
    ban: number(given.ban),
    rule: number(given.rule),
  };
}

/** The same as the API takes it. */
export const queryOf = ({ q, fate, mailbox, ban, rule }: InboundSearch): LedgerFilter => ({
  q,
  fate,
  mailbox_id: mailbox,
  ban_id: ban,
  rule_id: rule,
});
