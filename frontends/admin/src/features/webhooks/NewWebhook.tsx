import { createWebhookMutation, listWebhooksQueryKey, type WebhookWithSecret } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ButtonLink } from '../../parts/links';
import { SecretOnce } from './SecretOnce';
import { WebhookForm } from './WebhookForm';

/** A new webhook, then its secret. */
export function NewWebhook() {
  const queries = useQueryClient();
  const [made, setMade] = useState<WebhookWithSecret>();
  const create = useMutation({
    ...createWebhookMutation(),
    onSuccess: (webhook) => {
      setMade(webhook);
      void queries.invalidateQueries({ queryKey: listWebhooksQueryKey() });
    },
  });
  if (made) {
    return (
      <>
        <SecretOnce secret={made.secret} />
        <div>
          <ButtonLink to="/programs/webhooks/$webhookId" params={{ webhookId: String(made.id) }}>
            <Trans>Go on to the webhook</Trans>
          </ButtonLink>
        </div>
      </>
    );
  }
  return (
    <WebhookForm
      title={<Trans>Where to, and what</Trans>}
      error={create.error}
      pending={create.isPending}
      onSend={(body) => create.mutate({ body })}
      action={<Trans>Add the webhook</Trans>}
    />
  );
}
