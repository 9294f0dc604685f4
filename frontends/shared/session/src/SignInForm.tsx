import { accept, createSessionMutation, home, isFailure } from '@deskbell/api';
import { explain, FormFailure, submitted, waitTime } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense } from 'react';
import classes from './AuthFrame.module.css';
import { PasskeySignIn } from './PasskeySignIn';
import { hasPasskeys } from './passkeys';
import { questionOf } from './question';

const SecondStep = lazy(() => import('./SecondStep').then((module) => ({ default: module.SecondStep })));
const SetUpStep = lazy(() => import('./SetUpStep').then((module) => ({ default: module.SetUpStep })));

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

/** Address and password, for this home. `email`: who was here before. */
export function SignInForm({ email = '' }: { email?: string }) {
  const { t } = useLingui();
  const failureText = useFailureText();
  const signIn = useMutation({ ...createSessionMutation(), onSuccess: accept });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    signIn.mutate({ body: { email: value('email'), password: value('password'), scope: home() } });
  };

  const question = questionOf(signIn.error);
  if (question) {
    const Step = question.app ? SetUpStep : SecondStep;
    return (
      <Suspense>
        <Step question={question} onBack={() => signIn.reset()} />
      </Suspense>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t`Email`}
        name="email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        defaultValue={email}
        autoFocus={!email}
      />
      <PasswordInput
        label={t`Password`}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus={email !== '' || undefined}
        visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
      />
      <FormFailure error={signIn.error} say={failureText} />
      <Button type="submit" loading={signIn.isPending} size="md" fullWidth>
        <Trans>Sign in</Trans>
      </Button>
      {hasPasskeys() && <PasskeySignIn />}
    </form>
  );
}
