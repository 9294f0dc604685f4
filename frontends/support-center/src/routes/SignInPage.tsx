import { RequireSession } from '@deskbell/session';
import { Navigate } from '@tanstack/react-router';

/** The door; whoever is through it already goes on. */
export function SignInPage() {
  return <RequireSession skeleton={null}>{() => <Navigate to="/" />}</RequireSession>;
}
