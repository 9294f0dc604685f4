import {
  deleteTicketMutation,
  getTicketQueryKey,
  listTicketsQueryKey,
  restoreTicketMutation,
  type TicketRead,
} from '@deskbell/api';
import { toast, toastDone, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconRestore, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import classes from './Properties.module.css';

/** Puts the ticket away, or takes it back. No question asked: it can be undone. */
export function DeleteTicket({ ticket }: { ticket: TicketRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { ticket_id: ticket.id };
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: getTicketQueryKey({ path }) });
    void queries.invalidateQueries({ queryKey: listTicketsQueryKey() });
  };
  const remove = useMutation({
    ...deleteTicketMutation(),
    onSuccess: () => toastDone(t`Ticket deleted`, () => restore.mutate({ path })),
    onError: (error) => toastFailure(t`The ticket was not deleted`, error),
    onSettled: refresh,
  });
  const restore = useMutation({
    ...restoreTicketMutation(),
    onSuccess: () => toast(t`Ticket restored`),
    onError: (error) => toastFailure(t`The ticket was not restored`, error),
    onSettled: refresh,
  });
  if (ticket.deleted_at) {
    if (!ticket.can.restore) return null;
    return (
      <Button
        className={classes.danger}
        size="xs"
        variant="light"
        leftSection={<IconRestore size={15} />}
        loading={restore.isPending}
        onClick={() => restore.mutate({ path })}
      >
        <Trans>Restore the ticket</Trans>
      </Button>
    );
  }
  if (!ticket.can.delete) return null;
  return (
    <Button
      className={classes.danger}
      size="xs"
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={15} />}
      loading={remove.isPending}
      onClick={() => remove.mutate({ path })}
    >
      <Trans>Delete the ticket</Trans>
    </Button>
  );
}
