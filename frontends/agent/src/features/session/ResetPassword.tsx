import { createPasswordResetMutation, fieldError } from '@deskbell/api';
import { explain } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AuthFrame } from './AuthFrame';
import classes from './AuthFrame.module.css';
import { DeadLink } from './DeadLink';
import { isDeadLink } from './deadLink';
import { takeLinkToken } from './linkToken';
import { NewPasswordInput } from './NewPasswordInput';

/** A new password by a single-use link. */
export function ResetPassword({ onDone }: { onDone: () => void }) {
  const [token] = useState(takeLinkToken);
  const reset = useMutation(createPasswordResetMutation());
  const { error } = reset;
  const dead = !token || isDeadLink(error);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('new_password'));
    reset.mutate({ body: { token: token ?? '', new_password: password } });
  };

  if (reset.isSuccess) {
    const lead = <Trans>Your new password is in place. All earlier sessions have ended.</Trans>;
    return (
      <AuthFrame title={<Trans>Done</Trans>} lead={lead}>
        <Button mt="lg" size="md" fullWidth onClick={onDone}>
          <Trans>Sign in</Trans>
        </Button>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={<Trans>Choose a new password</Trans>}>
      {dead ? (
        <DeadLink kind="reset" />
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <NewPasswordInput name="new_password" error={fieldError(error, '/new_password')} />
          {error && (
            <Alert color="red" variant="light" p="sm" role="alert">
              {explain(error)}
            </Alert>
          )}
          <Button type="submit" loading={reset.isPending} size="md" fullWidth>
            <Trans>Save the password</Trans>
          </Button>
        </form>
      )}
    </AuthFrame>
  );
}
