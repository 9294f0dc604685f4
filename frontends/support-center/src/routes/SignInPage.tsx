import { Navigate } from '@tanstack/react-router';
import { Door } from './Door';

/** The door; whoever is through it already goes on to their tickets. */
export function SignInPage() {
  return <Door>{() => <Navigate to="/tickets" replace />}</Door>;
}
