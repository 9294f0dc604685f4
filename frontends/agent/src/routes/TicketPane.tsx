import type { UserMe } from '@deskbell/api';
import type { RefObject } from 'react';
import { Composer } from '../features/composer/Composer';
import { LeavingMessages } from '../features/composer/LeavingMessages';
import { TicketView } from '../features/ticket/TicketView';

type Props = {
  ticketId: number;
  user: UserMe;
  wide: boolean;
  details: boolean;
  onDetails: (shown: boolean) => void;
  onBack: () => void;
  onReturn: (ticketId: number) => void;
  threadRef: RefObject<HTMLElement | null>;
};

/** The open ticket, and what answers it. */
export function TicketPane({ ticketId, user, wide, details, onDetails, onBack, onReturn, threadRef }: Props) {
  return (
    <TicketView
      ticketId={ticketId}
      me={user}
      wide={wide}
      details={details}
      onDetails={onDetails}
      onBack={onBack}
      threadRef={threadRef}
      composer={(ticket) => (
        <Composer
          key={ticket.id}
          ticket={ticket}
          onLeave={() => threadRef.current?.focus()}
          onReturn={() => onReturn(ticket.id)}
        />
      )}
      leaving={<LeavingMessages ticketId={ticketId} me={user} onReturn={() => onReturn(ticketId)} />}
    />
  );
}
