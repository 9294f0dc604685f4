import { deleteMailboxMutation, listMailboxesQueryKey, type MailboxRead } from '@deskbell/api';
import { explain, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** Deleting a mailbox, after it was said what stays. */
export function DeleteMailbox({ mailbox, onGone }: { mailbox: MailboxRead; onGone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const { address } = mailbox;
  const remove = useMutation({
    ...deleteMailboxMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listMailboxesQueryKey() });
      toast(t`${address} is deleted`);
      onGone();
    },
  });
  return (
    <Panel
      title={<Trans>Delete this mailbox</Trans>}
      lead={
        <Trans>
          Mail to {address} is not taken any more, and answers to its earlier tickets go out from another
          address. Its tickets and the mail that came in by it stay. To pause it, switch it off instead.
        </Trans>
      }
      actions={
        asked ? (
          <>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() =>
                remove.mutate({
                  path: { mailbox_id: mailbox.id },
                  headers: { 'If-Match': `"${mailbox.version}"` },
                })
              }
            >
              <Trans>Delete {address}</Trans>
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              <Trans>Keep it</Trans>
            </Button>
          </>
        ) : (
          <Button variant="default" color="red" onClick={() => setAsked(true)}>
            <Trans>Delete…</Trans>
          </Button>
        )
      }
    >
      {remove.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {explain(remove.error)}
        </Alert>
      )}
    </Panel>
  );
}
