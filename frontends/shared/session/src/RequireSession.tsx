import { renew, type UserMe } from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { type ReactNode, useContext } from 'react';
import { AuthPlace } from './AuthFrame';
import classes from './AuthFrame.module.css';
import { SignIn } from './SignIn';
import { useSession } from './useSession';

type Props = { skeleton: ReactNode; children: (user: UserMe) => ReactNode };

/** Lets signed-in people through; everybody else gets the door. */
export function RequireSession({ skeleton, children }: Props) {
  const session = useSession();
  const whole = useContext(AuthPlace) === 'page';
  const Place = whole ? 'main' : 'div';
  switch (session.status) {
    case 'loading':
      return skeleton;
    case 'unreachable':
      return (
        <Place className={whole ? classes.whole : classes.part}>
          <FailureNotice
            title={<Trans>The helpdesk does not answer</Trans>}
            error={{ code: 'unreachable', status: 0 }}
            onRetry={() => void renew()}
          />
        </Place>
      );
    case 'out':
      return <SignIn reason={session.reason} />;
    case 'in':
      return children(session.user);
  }
}
