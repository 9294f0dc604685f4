import { type SessionState, sessionStore } from '@deskbell/api';
import { useSyncExternalStore } from 'react';

/** Whether somebody is signed in here, and who. */
export function useSession(): SessionState {
  return useSyncExternalStore(sessionStore.subscribe, sessionStore.read);
}
