import { renew, type UserMe } from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Fragment, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import classes from './AuthFrame.module.css';
import { AuthPlace } from './AuthPlace';
import { useSession } from './useSession';

const SignIn = lazy(() => import('./SignIn').then((module) => ({ default: module.SignIn })));
const SignInAgain = lazy(() => import('./SignInAgain').then((module) => ({ default: module.SignInAgain })));

type Props = {
  skeleton: ReactNode;
  /** What this home's door says to those who have no password, or forgot it. */
  hint?: ReactNode;
  children: (user: UserMe) => ReactNode;
};

/**
 * Lets signed-in people through; everybody else gets the door. When a session ends by itself, the page stays
 * with everything that was typed, and the door stands over it; somebody else finds a page of their own.
 */
export function RequireSession({ skeleton, hint, children }: Props) {
  const session = useSession();
  const whole = useContext(AuthPlace) === 'page';
  const [last, setLast] = useState<UserMe | null>(null);
  const user = session.status === 'in' ? session.user : last;
  if (session.status === 'in' && session.user !== last) setLast(session.user);

  if (session.status === 'out' && !(user && session.reason === 'ended')) {
    if (last) setLast(null);
    return (
      <Suspense>
        <SignIn reason={session.reason} hint={hint} />
      </Suspense>
    );
  }
  if (user) {
    return (
      <Fragment key={user.id}>
        {children(user)}
        {session.status === 'out' && (
          <Suspense>
            <SignInAgain user={user} />
          </Suspense>
        )}
      </Fragment>
    );
  }
  if (session.status === 'loading') return skeleton;
  const Place = whole ? 'main' : 'div';
  return (
    <Place className={whole ? classes.whole : classes.part}>
      <FailureNotice
        title={<Trans>The helpdesk does not answer</Trans>}
        error={{ code: 'unreachable', status: 0 }}
        onRetry={() => void renew()}
      />
    </Place>
  );
}
