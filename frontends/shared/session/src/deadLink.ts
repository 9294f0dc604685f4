import { isFailure } from '@deskbell/api';

/** True when the server refused the secret of a link rather than what was typed beside it. */
export function isDeadLink(error: unknown): boolean {
  if (!isFailure(error)) return false;
  return error.code === 'link_not_valid' || error.errors.some(({ pointer }) => pointer === '/token');
}
