import { fieldError, isFailure, setMyPasswordMutation } from '@deskbell/api';
import { explain, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import classes from './AccountDialog.module.css';

/** Change of one's own password, for which the present one is asked. */
export function PasswordForm() {
  const { t } = useLingui();
  const change = useMutation(setMyPasswordMutation());
  const { error } = change;
  const wrong = isFailure(error) && error.code === 'wrong_password';
  const reveal = { 'aria-label': t`Show the password` };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const value = (name: string) => String(new FormData(form).get(name));
    change.mutate(
      { body: { current_password: value('current_password'), new_password: value('new_password') } },
      {
        onSuccess: () => {
          form.reset();
          toast(t`Password changed`);
        },
      },
    );
  };

  return (
    <form className={classes.form} onSubmit={submit}>
      <PasswordInput
        label={t`Current password`}
        name="current_password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={reveal}
        error={wrong ? t`This is not your current password.` : fieldError(error, '/current_password')}
      />
      <PasswordInput
        label={t`New password`}
        name="new_password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={reveal}
        error={fieldError(error, '/new_password')}
      />
      {error && !wrong && !(isFailure(error) && error.errors.length > 0) && (
        <Alert color="red" variant="light" p="sm" role="alert">
          {explain(error)}
        </Alert>
      )}
      <Button type="submit" loading={change.isPending}>
        <Trans>Change the password</Trans>
      </Button>
    </form>
  );
}
