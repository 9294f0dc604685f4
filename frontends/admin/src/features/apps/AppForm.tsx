import {
  type AppRead,
  createOauthAppMutation,
  fieldError,
  type Home,
  isFailure,
  updateOauthAppMutation,
} from '@deskbell/api';
import { CurrentPassword, isWrongPassword } from '@deskbell/session/account';
import { CopyText, FormFailure, ShownOnce, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';

const LADDER: readonly Home[] = ['user', 'agent', 'admin'];

type Props = { app?: AppRead; onSaved: () => void; onDone: () => void };

/** The fault of whichever line is wrong; the server says which. */
function addressFault(error: unknown): string | undefined {
  if (!isFailure(error)) return undefined;
  return error.errors.find(({ pointer }) => pointer.startsWith('/redirect_uris'))?.message;
}

/** Registers an app, or changes one. */
export function AppForm({ app, onSaved, onDone }: Props) {
  const { t } = useLingui();
  const create = useMutation({ ...createOauthAppMutation(), onSuccess: onSaved });
  const update = useMutation({
    ...updateOauthAppMutation(),
    onSuccess: () => {
      onSaved();
      onDone();
    },
  });
  const { error, isPending } = app ? update : create;
  const wrongAddress = addressFault(error);
  const pointers = isFailure(error) ? error.errors.map(({ pointer }) => pointer) : [];
  const shown = pointers.filter((each) => each === '/name' || each.startsWith('/redirect_uris'));

  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const body = {
      name: value('name'),
      redirect_uris: value('redirect_uris').split(/\s+/).filter(Boolean),
      scope: LADDER.find((name) => name === value('scope')) ?? 'user',
      current_password: value('current_password'),
    };
    if (app) update.mutate({ body, path: { app_id: app.id } });
    else create.mutate({ body: { ...body, confidential: value('confidential') === 'yes' } });
  };

  if (create.data)
    return (
      <Stack>
        <div>
          <Trans>Client ID</Trans> <CopyText text={create.data.client_id} name={t`Client ID`} />
        </div>
        {create.data.client_secret && (
          <ShownOnce label={t`Client secret`} value={create.data.client_secret} />
        )}
        <Button onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </Stack>
    );
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t`Name`}
          description={t`People are shown it when the app asks them.`}
          name="name"
          defaultValue={app?.name}
          required
          withAsterisk={false}
          maxLength={100}
          autoComplete="off"
          error={fieldError(error, '/name')}
        />
        {!app && (
          <NativeSelect
            label={t`Kind`}
            name="confidential"
            data={[
              { value: 'no', label: t`A page in a browser, or an app that people install (public)` },
              { value: 'yes', label: t`A server, which can keep a secret (confidential)` },
            ]}
          />
        )}
        <Textarea
          label={t`Addresses to go back to`}
          description={t`One a line, letter by letter, such as https://portal.example.org/`}
          name="redirect_uris"
          defaultValue={app?.redirect_uris.join('\n')}
          required
          withAsterisk={false}
          autosize
          minRows={2}
          error={wrongAddress}
        />
        <NativeSelect
          label={t`How far it may reach`}
          name="scope"
          defaultValue={app?.scope ?? 'user'}
          data={[
            { value: 'user', label: t`What a customer may do` },
            { value: 'agent', label: t`What an agent may do` },
            { value: 'admin', label: t`Everything` },
          ]}
        />
        <CurrentPassword error={error} description={t`Your own, because an app outlives this session.`} />
        {!isWrongPassword(error) && <FormFailure error={error} fields={shown} />}
        <Group gap="xs">
          <Button type="submit" loading={isPending}>
            {app ? t`Save` : t`Register the app`}
          </Button>
          <Button variant="default" onClick={onDone}>
            <Trans>Cancel</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
