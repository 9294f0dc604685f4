import { followLive, renew, resume, sessionStore, type UserMe } from '@deskbell/api';
import { clearToasts, FailureNotice } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { SignIn } from './SignIn';

type Props = { skeleton: ReactNode; children: (user: UserMe) => ReactNode };

/** Lets signed-in people through, and keeps their screens live; everybody else gets the door. */
export function RequireSession({ skeleton, children }: Props) {
  const session = useSyncExternalStore(sessionStore.subscribe, sessionStore.read);
  const queries = useQueryClient();
  const { status } = session;

  useEffect(() => {
    resume();
  }, []);
  useEffect(() => {
    if (status === 'in') return followLive(queries);
    // What one person saw must not be there for the next.
    if (status === 'out') {
      queries.removeQueries({ type: 'inactive' });
      clearToasts();
    }
  }, [status, queries]);

  switch (session.status) {
    case 'loading':
      return skeleton;
    case 'unreachable':
      return (
        <main style={{ height: '100dvh', display: 'grid', placeItems: 'center' }}>
          <FailureNotice
            title={<Trans>The helpdesk does not answer</Trans>}
            error={{ code: 'unreachable', status: 0 }}
            onRetry={() => void renew()}
          />
        </main>
      );
    case 'out':
      return <SignIn reason={session.reason} />;
    case 'in':
      return children(session.user);
  }
}
