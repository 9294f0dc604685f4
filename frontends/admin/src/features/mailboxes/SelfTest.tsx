import {
  createMailboxSelfTestMutation,
  listMailboxSelfTestsOptions,
  listMailboxSelfTestsQueryKey,
  type SelfTestStep,
} from '@deskbell/api';
import { Panel, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Loader } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import classes from './Mailboxes.module.css';

const ICONS = {
  done: <IconCircleCheck size={18} className={classes.good} aria-hidden="true" />,
  working: <Loader size={16} aria-hidden="true" />,
  failed: <IconCircleX size={18} className={classes.bad} aria-hidden="true" />,
  waiting: <IconCircle size={18} className={classes.quiet} aria-hidden="true" />,
};

function StepName({ step }: { step: SelfTestStep['step'] }) {
  if (step === 'connect') return <Trans>Connect to the outgoing server</Trans>;
  if (step === 'send') return <Trans>Send a mail from the mailbox to itself</Trans>;
  return <Trans>Find it in the mailbox again</Trans>;
}

/** The mailbox sends a mail to itself and finds it: both ways, step by step. */
export function SelfTest({ mailboxId }: { mailboxId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { mailbox_id: mailboxId };
  const { data } = useQuery({
    ...listMailboxSelfTestsOptions({ path }),
    refetchInterval: ({ state }) => {
      const last = state.data?.items[0];
      return last && (last.state === 'connecting' || last.state === 'sent') ? 1000 : false;
    },
  });
  const start = useMutation({
    ...createMailboxSelfTestMutation(),
    onError: (error) => toastFailure(t`The test did not start`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listMailboxSelfTestsQueryKey({ path }) }),
  });
  const last = data?.items[0];
  const running = last?.state === 'connecting' || last?.state === 'sent';
  return (
    <Panel
      title={<Trans>Two-way test</Trans>}
      lead={<Trans>The mailbox sends a mail to itself and looks for it. No ticket is made of it.</Trans>}
      actions={
        <Button
          variant={last ? 'default' : 'filled'}
          loading={start.isPending}
          disabled={running}
          onClick={() => start.mutate({ path })}
        >
          {last ? <Trans>Test again</Trans> : <Trans>Start the test</Trans>}
        </Button>
      }
    >
      {last && (
        <>
          <ol className={classes.steps} aria-label={t`Steps of the test`}>
            {last.steps.map(({ step, state, at }) => (
              <li key={step} data-state={state}>
                {ICONS[state]}
                <span>
                  <StepName step={step} />
                </span>
                {at && <TimeAgo at={at} className={classes.when} />}
              </li>
            ))}
          </ol>
          <Alert
            variant="light"
            color={last.state === 'found' ? 'teal' : last.state === 'failed' ? 'red' : 'iris'}
            role="status"
          >
            {last.says}
          </Alert>
        </>
      )}
    </Panel>
  );
}
