import { createSignUpMutation, fieldError } from '@deskbell/api';
import { AuthFrame } from '@deskbell/session';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import classes from './SignUp.module.css';

const FIELDS = ['/name', '/email'];

/** Asking for an account: the password is chosen behind a mailed link. `other`: the way for who has one. */
export function SignUp({ other }: { other: ReactNode }) {
  const { t } = useLingui();
  const [email, setEmail] = useState('');
  const ask = useMutation(createSignUpMutation());
  const send = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    ask.mutate({ body: { name: value('name'), email } });
  };
  if (ask.isSuccess) {
    return (
      <AuthFrame title={<Trans>Look into your mail</Trans>}>
        <p className={classes.text} role="status">
          <Trans>
            A mail to {email} is on its way. Its link leads to your password; then you can sign in. It takes a
            minute at most; look into the folder for unwanted mail, too.
          </Trans>
        </p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title={<Trans>Sign up</Trans>}
      lead={<Trans>All your tickets and our answers in one place.</Trans>}
    >
      <form className={classes.form} onSubmit={send}>
        <TextInput
          label={t`Your name`}
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={200}
          error={fieldError(ask.error, '/name')}
        />
        <TextInput
          label={t`Your email`}
          name="email"
          type="email"
          autoComplete="email"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(ask.error, '/email')}
        />
        <FormFailure error={ask.error} fields={FIELDS} />
        <Button type="submit" size="md" fullWidth loading={ask.isPending}>
          <Trans>Sign up</Trans>
        </Button>
      </form>
      <p className={classes.text}>{other}</p>
    </AuthFrame>
  );
}
