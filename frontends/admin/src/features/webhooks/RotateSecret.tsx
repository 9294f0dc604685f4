import { getWebhookQueryKey, refreshWebhookSecretMutation, type WebhookRead } from '@deskbell/api';
import { FormFailure, Panel, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import classes from '../../parts/Rows.module.css';
import { SecretOnce } from './SecretOnce';

/** A new signing secret; for a while both sign. */
export function RotateSecret({ webhook }: { webhook: WebhookRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { webhook_id: webhook.id };
  const rotate = useMutation({
    ...refreshWebhookSecretMutation(),
    onSuccess: () => queries.invalidateQueries({ queryKey: getWebhookQueryKey({ path }) }),
  });
  const send = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    rotate.mutate({ path, body: { overlap_hours: Number(value('hours')) } });
  };
  return (
    <Panel
      title={<Trans>New signing secret</Trans>}
      lead={
        <Trans>Meanwhile everything is signed with both, so that nothing fails while you enter it.</Trans>
      }
    >
      {rotate.data && <SecretOnce key={rotate.data.version} secret={rotate.data.secret} />}
      <form className={classes.form} onSubmit={send}>
        <div className={classes.filters}>
          <NativeSelect
            name="hours"
            label={t`The old one signs for`}
            defaultValue="24"
            data={[
              { value: '0', label: t`no moment longer` },
              { value: '1', label: t`one hour` },
              { value: '24', label: t`one day` },
              { value: '168', label: t`one week` },
            ]}
          />
          <Button type="submit" variant="default" loading={rotate.isPending}>
            <Trans>Make a new secret</Trans>
          </Button>
        </div>
        <FormFailure error={rotate.error} />
      </form>
    </Panel>
  );
}
