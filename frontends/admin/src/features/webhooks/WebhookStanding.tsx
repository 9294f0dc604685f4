import {
  createWebhookTestMutation,
  endWebhookPauseMutation,
  getWebhookQueryKey,
  listWebhookDeliveriesInfiniteQueryKey,
  type WebhookRead,
} from '@deskbell/api';
import { fullTime } from '@deskbell/i18n';
import { Facts, Panel, StatusChip, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { standingOf } from './states';

/** How a webhook fares, sending it a test, and sending again after a pause. */
export function WebhookStanding({ webhook }: { webhook: WebhookRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { webhook_id: webhook.id };
  const refresh = () =>
    queries.invalidateQueries({ queryKey: listWebhookDeliveriesInfiniteQueryKey({ path }) });
  const test = useMutation({
    ...createWebhookTestMutation(),
    onSuccess: () => {
      toast(t`A test is on its way: look at the deliveries`);
      void refresh();
    },
    onError: (error) => toastFailure(t`No test was sent`, error),
  });
  const resume = useMutation({
    ...endWebhookPauseMutation(),
    onSuccess: (next) => {
      queries.setQueryData(getWebhookQueryKey({ path }), next);
      toast(t`What was kept is being sent`);
      void refresh();
    },
    onError: (error) => toastFailure(t`It is still paused`, error),
  });
  return (
    <Panel
      title={
        <>
          <Trans>How it fares</Trans> <StatusChip status={standingOf(webhook)} size="md" />
        </>
      }
      lead={
        webhook.paused_at && (
          <Trans>
            It took nothing for so long that nothing is sent any more. All is kept for 30 days. Mend it, then
            resume.
          </Trans>
        )
      }
      actions={
        <>
          {webhook.paused_at && (
            <Button loading={resume.isPending} onClick={() => resume.mutate({ path })}>
              <Trans>Resume</Trans>
            </Button>
          )}
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ path })}>
            <Trans>Send a test</Trans>
          </Button>
        </>
      }
    >
      <Facts
        facts={[
          [t`Waiting deliveries`, webhook.waiting],
          [t`Takes nothing since`, webhook.failing_since && fullTime(webhook.failing_since)],
          [t`Paused since`, webhook.paused_at && fullTime(webhook.paused_at)],
          [t`Why`, webhook.pause_reason],
          [t`Tried again`, webhook.next_attempt_at && fullTime(webhook.next_attempt_at)],
          [t`The old secret signs until`, webhook.rotation_ends_at && fullTime(webhook.rotation_ends_at)],
          [t`Added`, fullTime(webhook.created_at)],
        ]}
      />
    </Panel>
  );
}
