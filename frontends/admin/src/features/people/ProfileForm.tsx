import { fieldError, type UserRead, updateUserMutation } from '@deskbell/api';
import { FormFailure, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { usePersonRefresh } from './usePersonRefresh';

const FIELDS = ['/name', '/language', '/time_zone'];

/** Name, language and time zone of somebody. */
export function ProfileForm({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const refresh = usePersonRefresh(person.id);
  const change = useMutation({
    ...updateUserMutation(),
    onSuccess: () => {
      refresh();
      toast(t`Profile saved`);
    },
  });
  const { error } = change;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    change.mutate({
      path: { user_id: person.id },
      body: { name: value('name'), language: value('language'), time_zone: value('time_zone') },
    });
  };
  const input = (name: 'name' | 'language' | 'time_zone') => ({
    name,
    defaultValue: person[name],
    required: true,
    withAsterisk: false,
    error: fieldError(error, `/${name}`),
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <TextInput {...input('name')} label={t`Name`} maxLength={200} />
          <TextInput {...input('language')} label={t`Language`} placeholder="en" />
          <TextInput {...input('time_zone')} label={t`Time zone`} placeholder="Europe/Berlin" />
        </SimpleGrid>
        <FormFailure error={error} fields={FIELDS} />
        <Group>
          <Button type="submit" variant="default" size="xs" loading={change.isPending}>
            <Trans>Save the profile</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
