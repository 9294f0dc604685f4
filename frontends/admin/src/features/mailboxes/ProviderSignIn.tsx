import {
  createMailboxSignInMutation,
  getMailboxQueryKey,
  isFailure,
  type MailboxRead,
  removeMailboxSignInMutation,
} from '@deskbell/api';
import { explain, Facts, Panel, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { TextLink } from '../../parts/links';

const NAMES = { google: 'Google', microsoft: 'Microsoft' };

/** Access by signing in at the provider: given, ended, or taken back. */
export function ProviderSignIn({ mailbox }: { mailbox: MailboxRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { mailbox_id: mailbox.id };
  const begin = useMutation({
    ...createMailboxSignInMutation(),
    onSuccess: (order) => location.assign(order.authorization_url),
  });
  const forget = useMutation({
    ...removeMailboxSignInMutation(),
    onError: (error) => toastFailure(t`The access is still there`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: getMailboxQueryKey({ path }) }),
  });
  if (mailbox.sign_in_with === null) return null;
  const provider = NAMES[mailbox.sign_in_with];
  const signIn = mailbox.sign_in;
  const inside = signIn?.state === 'signed_in';
  return (
    <Panel
      title={<Trans>Access at {provider}</Trans>}
      lead={
        <Trans>You sign in at {provider} and allow this helpdesk to read and send the mailbox's mail.</Trans>
      }
      actions={
        <>
          <Button
            variant={inside ? 'default' : 'filled'}
            loading={begin.isPending || begin.isSuccess}
            onClick={() => begin.mutate({ path })}
          >
            {inside ? <Trans>Sign in again</Trans> : <Trans>Sign in at {provider}</Trans>}
          </Button>
          {inside && (
            <Button variant="default" loading={forget.isPending} onClick={() => forget.mutate({ path })}>
              <Trans>Forget the access</Trans>
            </Button>
          )}
        </>
      }
    >
      {begin.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {explain(begin.error)}{' '}
          {isFailure(begin.error) && begin.error.code === 'mail_app_missing' && (
            <TextLink to="/mail/apps" fz="inherit" underline="always">
              <Trans>Register an app</Trans>
            </TextLink>
          )}
        </Alert>
      )}
      {signIn?.problem && (
        <Alert color="red" variant="light" role="alert">
          {signIn.problem}
        </Alert>
      )}
      <Facts
        facts={[
          [t`Account`, signIn?.account],
          [t`Signed in`, signIn?.signed_in_at && <TimeAgo at={signIn.signed_in_at} />],
        ]}
      />
    </Panel>
  );
}
