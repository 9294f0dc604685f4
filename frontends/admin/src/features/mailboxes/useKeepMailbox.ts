import {
  getMailboxQueryKey,
  getOutgoingStatusQueryKey,
  listMailboxDnsRecordsQueryKey,
  listMailboxesQueryKey,
  type MailboxRead,
} from '@deskbell/api';
import { useQueryClient } from '@tanstack/react-query';

/** Takes over what a change answered; what depends on it is asked for again. */
export function useKeepMailbox(): (mailbox: MailboxRead) => void {
  const queries = useQueryClient();
  return (mailbox) => {
    const path = { mailbox_id: mailbox.id };
    queries.setQueryData(getMailboxQueryKey({ path }), mailbox);
    for (const queryKey of [
      listMailboxesQueryKey(),
      getOutgoingStatusQueryKey(),
      listMailboxDnsRecordsQueryKey({ path }),
    ]) {
      void queries.invalidateQueries({ queryKey });
    }
  };
}
