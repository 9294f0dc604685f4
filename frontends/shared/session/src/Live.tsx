import { followLive } from '@deskbell/api';
import { clearToasts } from '@deskbell/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Keeps what is on the screen as it is on the server, for whoever is signed in. */
export function Live({ userId }: { userId: number }) {
  const queries = useQueryClient();
  useEffect(() => followLive(queries, userId), [queries, userId]);
  // What one person saw must not be there for the next.
  useEffect(() => clearToasts, []);
  return null;
}
