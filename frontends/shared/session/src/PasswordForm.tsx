import { fieldError, setMyPasswordMutation } from '@deskbell/api';
import { FormFailure, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import classes from './AccountDialog.module.css';
import { CurrentPassword, isWrongPassword } from './CurrentPassword';
import { NewPasswordInput } from './NewPasswordInput';

const FIELDS = ['/current_password', '/new_password'];

/** Change of one's own password, for which the present one is asked. */
export function PasswordForm() {
  const { t } = useLingui();
  const change = useMutation(setMyPasswordMutation());
  const { error } = change;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const form = event.currentTarget;
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
      <CurrentPassword error={error} />
      <NewPasswordInput name="new_password" error={fieldError(error, '/new_password')} />
      {!isWrongPassword(error) && <FormFailure error={error} fields={FIELDS} />}
      <Button type="submit" loading={change.isPending}>
        <Trans>Change the password</Trans>
      </Button>
    </form>
  );
}
