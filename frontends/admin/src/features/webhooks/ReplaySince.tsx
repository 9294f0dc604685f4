import {
  createWebhookReplayMutation,
  fieldError,
  listWebhookDeliveriesInfiniteQueryKey,
} from '@deskbell/api';
import { FormFailure, Panel, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import classes from '../../parts/Rows.module.css';

const HOUR = 3_600_000;

/** Sending the events of a time once more. */
export function ReplaySince({ webhookId }: { webhookId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { webhook_id: webhookId };
  const replay = useMutation({
    ...createWebhookReplayMutation(),
    onSuccess: () => {
      toast(t`They are being sent again`);
      void queries.invalidateQueries({ queryKey: listWebhookDeliveriesInfiniteQueryKey({ path }) });
    },
  });
  const send = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const since = new Date(Date.now() - Number(value('hours')) * HOUR).toISOString();
    replay.mutate({ path, body: { since, delivered: value('delivered') === 'on' } });
  };
  return (
    <Panel
      title={<Trans>Replay</Trans>}
      lead={
        <Trans>
          Sends what was given up, and what was never sent because the webhook was off or did not ask for it.
        </Trans>
      }
    >
      <form className={classes.form} onSubmit={send}>
        <div className={classes.filters}>
          <NativeSelect
            name="hours"
            label={t`Events of`}
            error={fieldError(replay.error, '/since')}
            data={[
              { value: '1', label: t`the last hour` },
              { value: '24', label: t`the last day` },
              { value: '168', label: t`the last week` },
              { value: '720', label: t`the last 30 days` },
            ]}
          />
          <Button type="submit" variant="default" loading={replay.isPending}>
            <Trans>Send again</Trans>
          </Button>
        </div>
        <Checkbox name="delivered" label={t`Those, too, that it has taken already`} />
        <FormFailure error={replay.error} fields={['/since']} />
      </form>
    </Panel>
  );
}
