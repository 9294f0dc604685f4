import type { Problem } from './gen';

/** What every failed request is thrown as: the API's problem, or one made here when no answer came at all. */
export interface Failure extends Problem {
  /** Seconds to wait before the next try, from `Retry-After`. */
  retryAfter: number | null;
  /** Types of the events since the version that was seen (412 only). */
  changed: string[];
  /** The whole document: some problems have members of their own. */
  document: Record<string, unknown>;
}

/** True when the thrown thing is an answer of the API rather than a fault of the program. */
export function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null && 'retryAfter' in error;
}

type Sent = Partial<Problem> & { changed?: { type: string }[] } & Record<string, unknown>;

/** Makes a `Failure` of whatever the client threw. */
export function toFailure(error: unknown, response: Response | undefined): Failure {
  if (isFailure(error)) return error;
  const given = typeof error === 'object' && error !== null ? (error as Sent) : {};
  const status = response?.status ?? 0;
  return {
    type: given.type ?? 'about:blank',
    title: given.title ?? '',
    status,
    code: given.code ?? (status === 0 ? 'unreachable' : 'unexpected'),
    detail: given.detail ?? null,
    errors: given.errors ?? [],
    retryAfter: Number(response?.headers.get('Retry-After')) || null,
    changed: given.changed?.map((event) => event.type) ?? [],
    document: given,
  };
}

/** The API's message about one input of a form, by its JSON pointer. */
export function fieldError(error: unknown, pointer: string): string | undefined {
  return isFailure(error) ? error.errors?.find((entry) => entry.pointer === pointer)?.message : undefined;
}
