import { resume } from '@deskbell/api';
import { speak } from '@deskbell/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useSession } from './useSession';

const Live = lazy(() => import('./Live').then((module) => ({ default: module.Live })));

/** Stands once around an app: takes up this browser's session, and keeps the screens live while it lasts. */
export function KeepSession({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const session = useSession();
  const { status } = session;
  const user = session.status === 'in' ? session.user : null;
  const userId = user?.id;
  const wasOut = useRef(false);

  useEffect(() => {
    resume();
  }, []);
  // A visitor goes on reading in their own language.
  const language = session.status === 'in' && !session.visitor ? session.user.language : null;
  useEffect(() => {
    if (language) void speak(language);
  }, [language]);
  useEffect(() => {
    if (userId !== undefined) {
      // Whatever failed or went by meanwhile.
      if (wasOut.current) void queries.invalidateQueries();
      wasOut.current = false;
    }
    // What one person saw must not be there for the next.
    if (status === 'out') {
      wasOut.current = true;
      queries.removeQueries({ type: 'inactive' });
    }
  }, [status, userId, queries]);

  return (
    <>
      {children}
      {userId !== undefined && (
        <Suspense>
          <Live userId={userId} />
        </Suspense>
      )}
    </>
  );
}
