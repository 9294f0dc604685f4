import { home, isFailure } from '@deskbell/api';
import { explain, waitTime } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';

/** What went wrong at the second step of a sign-in. */
export function useStepText(): (error: unknown) => string {
  const { t } = useLingui();
  return (error) => {
    if (!isFailure(error)) return t`This passkey could not be used here. Try another way.`;
    if (error.status === 429) {
      const wait = waitTime(error.retryAfter ?? 60);
      return t`Too many tries. Wait ${wait}, then try again.`;
    }
    switch (error.code) {
      case 'wrong_code':
        return t`This is not right. A code works for half a minute, and once.`;
      case 'challenge_over':
        return t`That took too long. Go back and enter your password again.`;
      case 'passkey_refused':
        return t`This passkey could not be used here. Try another way.`;
      case 'scope_not_granted':
        return home() === 'user' ? explain(error) : t`This account may not work here. Ask an admin.`;
      default:
        return explain(error);
    }
  };
}
