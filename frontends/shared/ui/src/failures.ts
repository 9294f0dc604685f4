import { t } from '@lingui/core/macro';

/** The part of a failed request that its sentence is made of. */
interface Reported {
  status: number;
  code: string;
  title: string;
  detail: string | null;
  retryAfter: number | null;
}

function isReported(error: unknown): error is Reported {
  return typeof error === 'object' && error !== null && 'code' in error && 'status' in error;
}

/** "95 seconds" or "3 minutes": how long somebody has to wait. */
export function waitTime(seconds: number): string {
  if (seconds < 100) return t`${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return t`${minutes} minutes`;
}

/** What went wrong and what to do next, in one or two sentences. */
export function explain(error: unknown): string {
  if (!isReported(error)) return t`Something went wrong on this page. Reload it and try again.`;
  const { status, code, title, detail, retryAfter } = error;
  if (code === 'unreachable') return t`The server can't be reached. Check your connection, then try again.`;
  if (status === 429) {
    const wait = waitTime(retryAfter ?? 60);
    return t`That was too often. Try again in ${wait}.`;
  }
  if (status === 401) return t`Your session has ended. Sign in again.`;
  if (status === 403) return t`You may not do this. Ask an admin if you need it.`;
  if (status === 404) return t`This is no longer here, or not for you to see. Go back to the list.`;
  if (status === 413) return t`That is too large. Send a smaller file.`;
  if (status >= 500) return t`The server could not do this right now. Wait a moment, then try again.`;
  return detail ?? title;
}
