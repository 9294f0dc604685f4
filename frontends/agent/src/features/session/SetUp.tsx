import { accept, createSetupMutation, fieldError, getSetupOptions, isFailure } from '@deskbell/api';
import { explain } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AuthFrame } from './AuthFrame';
import classes from './AuthFrame.module.css';
import { DeadLink } from './DeadLink';
import { isDeadLink } from './deadLink';
import { takeLinkToken } from './linkToken';
import { NewPasswordInput } from './NewPasswordInput';

/** The first page of a new helpdesk: its name and its first admin. */
export function SetUp({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [token] = useState(takeLinkToken);
  const { data: setup } = useQuery(getSetupOptions());
  const complete = useMutation({
    ...createSetupMutation(),
    onSuccess: (answer) => {
      // Its name, and that it has an admin now.
      void queries.invalidateQueries();
      accept(answer);
      onDone();
    },
  });
  const { error } = complete;
  const dead = !token || isDeadLink(error);
  const done = setup?.needed === false || (isFailure(error) && error.code === 'already_set_up');

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => String(form.get(name));
    complete.mutate({
      body: {
        token: token ?? '',
        helpdesk_name: value('helpdesk_name'),
        name: value('name'),
        email: value('email'),
        password: value('password'),
      },
    });
  };

  if (done) {
    return (
      <AuthFrame
        title={<Trans>All set up</Trans>}
        lead={<Trans>This helpdesk has its first admin already.</Trans>}
      >
        <Button mt="lg" size="md" fullWidth onClick={onDone}>
          <Trans>Sign in</Trans>
        </Button>
      </AuthFrame>
    );
  }
  const lead = (
    <Trans>Give your helpdesk a name and make the first admin account. More people come later.</Trans>
  );
  return (
    <AuthFrame title={<Trans>Set up your helpdesk</Trans>} lead={lead}>
      {dead ? (
        <DeadLink kind="setup" />
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label={t`Helpdesk name`}
            name="helpdesk_name"
            placeholder={t`Northwind Support`}
            required
            withAsterisk={false}
            autoFocus
            error={fieldError(error, '/helpdesk_name')}
          />
          <TextInput
            label={t`Your name`}
            name="name"
            autoComplete="name"
            required
            withAsterisk={false}
            error={fieldError(error, '/name')}
          />
          <TextInput
            label={t`Your email`}
            name="email"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            error={fieldError(error, '/email')}
          />
          <NewPasswordInput name="password" error={fieldError(error, '/password')} />
          {error && (
            <Alert color="red" variant="light" p="sm" role="alert">
              {explain(error)}
            </Alert>
          )}
          <Button type="submit" loading={complete.isPending} size="md" fullWidth>
            <Trans>Create the helpdesk</Trans>
          </Button>
        </form>
      )}
    </AuthFrame>
  );
}
