import { RequireSession } from '@deskbell/session';
import { Shell } from './Shell';
import { ShellSkeleton } from './ShellSkeleton';

/** The admin panel around every page of it. */
export function ShellPage() {
  return <RequireSession skeleton={<ShellSkeleton />}>{(user) => <Shell user={user} />}</RequireSession>;
}
