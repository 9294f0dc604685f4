import type { UserMe } from '@deskbell/api';
import { lazy, type RefObject, Suspense } from 'react';
import type { useInbox } from './useInbox';

const load = {
  today: () => import('../features/today/Today'),
  create: () => import('../features/newticket/NewTicket'),
};
const Today = lazy(() => load.today().then((module) => ({ default: module.Today })));
const OrganizationsPane = lazy(() =>
  import('../features/organizations/OrganizationsPane').then((module) => ({
    default: module.OrganizationsPane,
  })),
);
const PeoplePane = lazy(() =>
  import('../features/people/PeoplePane').then((module) => ({ default: module.PeoplePane })),
);
const NewTicket = lazy(() => load.create().then((module) => ({ default: module.NewTicket })));
// Asked for at once: the list is shown meanwhile, and a ticket needs both this and its own data.
const ticketPane = import('./TicketPane').then((module) => ({ default: module.TicketPane }));
const TicketPane = lazy(() => ticketPane);
// A key asks for it: then it should be there.
requestIdleCallback?.(() => void load.create());

type Props = {
  inbox: ReturnType<typeof useInbox>;
  user: UserMe;
  wide: boolean;
  details: boolean;
  onDetails: (shown: boolean) => void;
  onBack: () => void;
  threadRef: RefObject<HTMLElement | null>;
};

/** Beside the list: the open ticket, a new one, or how the day stands. */
export function MainPane({ inbox, user, wide, details, onDetails, onBack, threadRef }: Props) {
  const { ticketId } = inbox;
  if (ticketId === null) {
    return (
      <Suspense>
        {inbox.page === 'organizations' ? (
          <OrganizationsPane
            id={inbox.organizationId}
            onBack={onBack}
            onList={() => inbox.visit('organizations')}
            onOpen={inbox.openOrganization}
          />
        ) : inbox.page === 'people' ? (
          <PeoplePane id={inbox.personId} onBack={onBack} />
        ) : inbox.page === 'new' ? (
          <NewTicket me={user} onBack={onBack} onCreated={(id) => inbox.open(id, true)} />
        ) : (
          <Today me={user} onBack={onBack} />
        )}
      </Suspense>
    );
  }
  return (
    <Suspense>
      <TicketPane
        ticketId={ticketId}
        user={user}
        wide={wide}
        details={details}
        onDetails={onDetails}
        onBack={onBack}
        onReturn={(id) => inbox.open(id, true)}
        threadRef={threadRef}
      />
    </Suspense>
  );
}
