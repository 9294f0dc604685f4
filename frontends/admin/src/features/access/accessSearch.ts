import type { GetAccessExplanationData } from '@deskbell/api';

export const ACTS = [
  'view',
  'reply',
  'note',
  'set_fields',
  'set_status',
  'solve',
  'take',
  'assign',
  'move',
  'label',
  'delete',
] as const;
export type Act = (typeof ACTS)[number];

/** What is asked about; it stands in the page's address. */
export interface Right {
  permission?: string;
  act?: Act;
  ticket?: number;
  article?: number;
}

export interface AccessSearch extends Right {
  user?: number;
}

function number(value: unknown): number | undefined {
  const found = Number(value);
  return Number.isSafeInteger(found) && found > 0 ? found : undefined;
}

/** Reads it of an address that somebody may have typed. */
export function readAccessSearch(given: Record<string, unknown>): AccessSearch {
  const found: AccessSearch = {
    user: number(given.user),
    ticket: number(given.ticket),
    article: number(given.article),
    permission: typeof given.permission === 'string' ? given.permission : undefined,
    act: ACTS.find((each) => each === given.act),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Whether there is something to ask about. */
export function isAsked({ permission, ticket, article }: Right): boolean {
  return [permission, ticket, article].filter(Boolean).length === 1;
}

/** The question as the API takes it. */
export function asked({
  permission,
  act = 'view',
  ticket,
  article,
}: Right): NonNullable<GetAccessExplanationData['query']> {
  if (permission) return { permission };
  if (ticket) return { ticket_id: ticket, act };
  return { article_id: article, act: 'view' };
}
