import {
  createMailboxMutation,
  createMailboxSignInMutation,
  listMailAppsOptions,
  type MailProviderRead,
} from '@deskbell/api';
import { FormFailure } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ButtonLink } from '../../parts/links';
import classes from '../../parts/Rows.module.css';
import type { Wanted } from './ConnectWizard';
import mine from './Mailboxes.module.css';
import { useKeepMailbox } from './useKeepMailbox';

type Props = { wanted: Wanted; provider: MailProviderRead };

/** Makes the mailbox and goes to its provider, where one signs in and allows it. */
export function ConnectBySignIn({ wanted, provider }: Props) {
  const keep = useKeepMailbox();
  const { data: apps } = useQuery(listMailAppsOptions());
  const name = provider.provider === 'gmail' ? 'google' : 'microsoft';
  const registered = apps?.items.find((app) => app.provider === name)?.registered;
  const create = useMutation(createMailboxMutation());
  const begin = useMutation({
    ...createMailboxSignInMutation(),
    onSuccess: (order) => location.assign(order.authorization_url),
  });
  const go = async () => {
    const mailbox =
      create.data ??
      (await create
        .mutateAsync({
          body: {
            ...wanted,
            sign_in_with: name,
            incoming: provider.imap && { ...provider.imap },
            smtp: provider.smtp && { ...provider.smtp },
          },
        })
        .catch(() => null));
    if (!mailbox) return;
    keep(mailbox);
    begin.mutate({ path: { mailbox_id: mailbox.id } });
  };
  return (
    <>
      <ol className={mine.todo}>
        {provider.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {registered === false && (
        <Alert color="orange" variant="light">
          <Trans>
            This helpdesk is not registered with the provider yet. That is done once, for all mailboxes.
          </Trans>
        </Alert>
      )}
      <FormFailure error={create.error ?? begin.error} />
      <div className={classes.end}>
        {registered === false ? (
          <ButtonLink to="/mail/apps">
            <Trans>Register an app</Trans>
          </ButtonLink>
        ) : (
          <Button
            loading={create.isPending || begin.isPending || begin.isSuccess}
            disabled={registered === undefined}
            onClick={() => void go()}
          >
            <Trans>Go and sign in</Trans>
          </Button>
        )}
      </div>
    </>
  );
}
