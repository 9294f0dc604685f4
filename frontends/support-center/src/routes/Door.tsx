import { apiUrl, type UserMe } from '@deskbell/api';
import { RequireSession } from '@deskbell/session';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type Props = { skeleton?: ReactNode; children: (user: UserMe) => ReactNode };

/** Lets customers through who are signed in; the others get the door, with the ways to it. */
export function Door({ skeleton = null, children }: Props) {
  const hint = (
    <Trans>
      No account yet? <Link to="/sign-up">Sign up</Link>. Forgot your password, or never had one?{' '}
      <a href={apiUrl('account/link')}>Have a link mailed</a>.
    </Trans>
  );
  return (
    <RequireSession skeleton={skeleton} hint={hint}>
      {children}
    </RequireSession>
  );
}
