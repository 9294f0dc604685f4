import {
  accept,
  createSessionMutation,
  getSetupOptions,
  home,
  isFailure,
  type SignedOutReason,
} from '@deskbell/api';
import { explain, FormFailure, submitted, waitTime } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { AuthFrame } from './AuthFrame';
import classes from './AuthFrame.module.css';

function useFailureText(): (error: unknown) => string {
  const { t } = useLingui();
  return (error) => {
    if (!isFailure(error)) return explain(error);
    if (error.status === 401)
      return t`This email and password don't belong together. Check both and try again.`;
    if (error.code === 'scope_not_granted') {
      return home() === 'admin'
        ? t`This account may not use the admin panel. Ask an admin if you should work here.`
        : t`This account is for the support center. Ask an admin if you should work here.`;
    }
    if (error.code === 'origin_not_allowed') {
      return t`Nobody can sign in under this address. Use the helpdesk's usual one, or ask an admin to allow this.`;
    }
    if (error.status === 429) {
      const wait = waitTime(error.retryAfter ?? 60);
      return t`Too many tries. Wait ${wait}, then try again.`;
    }
    return explain(error);
  };
}

function Explanation({ reason }: { reason: SignedOutReason }) {
  if (reason === 'none') return null;
  return (
    <Alert
      mt="md"
      p="sm"
      color={reason === 'ended' || reason === 'not_granted' ? 'orange' : 'iris'}
      variant="light"
      role="status"
    >
      {reason === 'signed_out' && <Trans>You are signed out.</Trans>}
      {reason === 'ended' && <Trans>Your session has ended. Sign in again to go on.</Trans>}
      {reason === 'not_granted' && (
        <Trans>Your account may no longer work here. Ask an admin if this is a surprise.</Trans>
      )}
      {reason === 'password_needed' && <Trans>Enter your password again to go on to this place.</Trans>}
    </Alert>
  );
}

function Lead() {
  switch (home()) {
    case 'admin':
      return <Trans>To the admin panel</Trans>;
    case 'agent':
      return <Trans>To the agent panel</Trans>;
    case 'user':
      return <Trans>To see your tickets</Trans>;
  }
}

type Props = {
  reason: SignedOutReason;
  /** What this home says to those who have no password, or forgot it. */
  hint?: ReactNode;
};

/** A home's own door. After it the reader stands where the address says. */
export function SignIn({ reason, hint }: Props) {
  const { t } = useLingui();
  const failureText = useFailureText();
  const { data: setup } = useQuery(getSetupOptions());
  const signIn = useMutation({ ...createSessionMutation(), onSuccess: accept });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    signIn.mutate({ body: { email: value('email'), password: value('password'), scope: home() } });
  };

  return (
    <AuthFrame title={<Trans>Sign in</Trans>} lead={<Lead />}>
      <Explanation reason={reason} />
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t`Email`}
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          label={t`Password`}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        />
        <FormFailure error={signIn.error} say={failureText} />
        <Button type="submit" loading={signIn.isPending} size="md" fullWidth>
          <Trans>Sign in</Trans>
        </Button>
      </form>
      <p className={classes.hint}>
        {setup?.needed ? (
          <Trans>
            This helpdesk has no account yet. Open the set-up link that the server printed when it started.
          </Trans>
        ) : (
          (hint ?? <Trans>Forgot your password? Ask an admin for a reset link.</Trans>)
        )}
      </p>
    </AuthFrame>
  );
}
