import { RequireSession } from '@deskbell/session';
import { Inbox } from './Inbox';
import { InboxSkeleton } from './InboxSkeleton';

/** The agent panel's one page: views, tickets, and the conversation beside them. */
export function InboxPage() {
  return <RequireSession skeleton={<InboxSkeleton />}>{(user) => <Inbox user={user} />}</RequireSession>;
}
