import { fieldError, getMeQueryKey, type UserMe, updateMeMutation } from '@deskbell/api';
import { LANGUAGES, speak } from '@deskbell/i18n';
import { FormFailure, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import classes from './SignUp.module.css';

const FIELDS = ['/name', '/language', '/time_zone'];
const ZONES = Intl.supportedValuesOf('timeZone');

/** Both as they are known and as they are now, first of all. */
const including = (known: readonly string[], now: string) => (known.includes(now) ? known : [now, ...known]);

/** What a person is called, and how they read. */
export function ProfileForm({ user }: { user: UserMe }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const change = useMutation({
    ...updateMeMutation(),
    onSuccess: async (me) => {
      queries.setQueryData(getMeQueryKey(), me);
      await speak(me.language);
      toast(t`Saved`);
    },
  });
  const save = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    change.mutate({
      body: { name: value('name'), language: value('language'), time_zone: value('time_zone') },
    });
  };
  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput
        label={t`Name`}
        name="name"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={200}
        defaultValue={user.name}
        error={fieldError(change.error, '/name')}
      />
      <TextInput label={t`Email`} value={user.email ?? ''} readOnly />
      <NativeSelect
        label={t`Language`}
        name="language"
        defaultValue={user.language}
        data={including(Object.keys(LANGUAGES), user.language).map((value) => ({
          value,
          label: value in LANGUAGES ? LANGUAGES[value as keyof typeof LANGUAGES] : value,
        }))}
        error={fieldError(change.error, '/language')}
      />
      <NativeSelect
        label={t`Time zone`}
        name="time_zone"
        defaultValue={user.time_zone}
        data={[...including(ZONES, user.time_zone)]}
        error={fieldError(change.error, '/time_zone')}
      />
      <FormFailure error={change.error} fields={FIELDS} />
      <Button type="submit" loading={change.isPending} className={classes.save}>
        <Trans>Save</Trans>
      </Button>
    </form>
  );
}
