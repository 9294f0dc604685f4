import { followLive, resume } from '@deskbell/api';
import { clearToasts } from '@deskbell/ui';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useSession } from './useSession';

/** Stands once around an app: takes up this browser's session, and keeps the screens live while it lasts. */
export function KeepSession({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { status } = useSession();

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

  return children;
}
