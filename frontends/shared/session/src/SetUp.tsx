import { accept, createSetupMutation, fieldError, getSetupOptions, isFailure } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DoneFrame } from './DoneFrame';
import { LinkForm } from './LinkForm';
import { NewPasswordInput } from './NewPasswordInput';

const FIELDS = ['/helpdesk_name', '/name', '/email', '/password'];

/** The first page of a new helpdesk: its name and its first admin. */
export function SetUp({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
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
  if (setup?.needed === false || (isFailure(error) && error.code === 'already_set_up')) {
    const lead = <Trans>This helpdesk has its first admin already.</Trans>;
    return <DoneFrame title={<Trans>All set up</Trans>} lead={lead} onDone={onDone} />;
  }
  const input = (name: string) => ({
    name,
    required: true,
    withAsterisk: false,
    error: fieldError(error, `/${name}`),
  });
  return (
    <LinkForm
      kind="setup"
      title={<Trans>Set up your helpdesk</Trans>}
      lead={
        <Trans>Give your helpdesk a name and make the first admin account. More people come later.</Trans>
      }
      action={<Trans>Create the helpdesk</Trans>}
      error={error}
      pending={complete.isPending}
      fields={FIELDS}
      onSubmit={(token, value) =>
        complete.mutate({
          body: {
            token,
            helpdesk_name: value('helpdesk_name'),
            name: value('name'),
            email: value('email'),
            password: value('password'),
          },
        })
      }
    >
      <TextInput
        {...input('helpdesk_name')}
        label={t`Helpdesk name`}
        placeholder={t`Northwind Support`}
        autoFocus
      />
      <TextInput {...input('name')} label={t`Your name`} autoComplete="name" />
      <TextInput {...input('email')} label={t`Your email`} type="email" autoComplete="username" />
      <NewPasswordInput name="password" error={fieldError(error, '/password')} />
    </LinkForm>
  );
}
