import { isFailure } from '@deskbell/api';
import { isTurnedDown } from './passkeys';

/** What is shown of a failure: nothing where the password is being asked for, or somebody changed their mind. */
export function hidden(error: unknown): unknown {
  if (isTurnedDown(error)) return null;
  return isFailure(error) && error.code === 'confirmation_needed' ? null : (error ?? null);
}
