import { getSetupOptions, home, type SignedOutReason } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AuthFrame } from './AuthFrame';
import classes from './AuthFrame.module.css';
import { SignInForm } from './SignInForm';

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
  const { data: setup } = useQuery(getSetupOptions());
  return (
    <AuthFrame title={<Trans>Sign in</Trans>} lead={<Lead />}>
      <Explanation reason={reason} />
      <SignInForm />
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
