import { deleteWebhookMutation, listWebhooksQueryKey, type WebhookRead } from '@deskbell/api';
import { explain, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** Deleting a webhook, after it was said what goes with it. */
export function DeleteWebhook({ webhook, onGone }: { webhook: WebhookRead; onGone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    ...deleteWebhookMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listWebhooksQueryKey() });
      toast(t`The webhook is deleted`);
      onGone();
    },
  });
  return (
    <Panel
      title={<Trans>Delete this webhook</Trans>}
      lead={
        <Trans>
          Nothing is sent to it any more, what waits is lost, and the record of deliveries goes, too. To stop
          for a while, switch it off instead.
        </Trans>
      }
      actions={
        asked ? (
          <>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate({ path: { webhook_id: webhook.id } })}
            >
              <Trans>Delete it for good</Trans>
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
