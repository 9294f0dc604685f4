import { type AppRead, createOauthAppSecretMutation } from '@deskbell/api';
import { CurrentPassword, isWrongPassword } from '@deskbell/session/account';
import { FormFailure, ShownOnce, submitted } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';

/** Gives an app another secret; the one before opens nothing any more. */
export function AppSecretForm({ app, onDone }: { app: AppRead; onDone: () => void }) {
  const { data, error, isPending, mutate } = useMutation(createOauthAppSecretMutation());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const current_password = submitted(event)('current_password');
    mutate({ body: { current_password }, path: { app_id: app.id } });
  };
  if (data?.client_secret)
    return (
      <Stack>
        <ShownOnce label={app.name} value={data.client_secret} />
        <Button onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </Stack>
    );
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          <Trans>The secret that {app.name} has now stops working at once.</Trans>
        </Text>
        <CurrentPassword error={error} />
        {!isWrongPassword(error) && <FormFailure error={error} />}
        <Button type="submit" loading={isPending}>
          <Trans>Make a new secret</Trans>
        </Button>
      </Stack>
    </form>
  );
}
