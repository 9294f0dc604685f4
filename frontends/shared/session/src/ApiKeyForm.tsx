import {
  type ApiKeyCreate,
  createMyApiKeyMutation,
  createServiceAccountKeyMutation,
  fieldError,
  type Home,
} from '@deskbell/api';
import { FormFailure, ShownOnce, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import classes from './AccountDialog.module.css';
import { CurrentPassword, isWrongPassword } from './CurrentPassword';

const LADDER = ['user', 'agent', 'admin'] as const;
const LIVES = [30, 90, 365, 730];
const FIELDS = ['/name', '/current_password'];

type Props = {
  /** The highest scope that the key may have. */
  highest: Home;
  /** For a service account; otherwise for oneself. */
  serviceId?: number;
  onCreated: () => void;
  onDone: () => void;
};

/** Makes a key, and shows it for the only time. */
export function ApiKeyForm({ highest, serviceId, onCreated, onDone }: Props) {
  const { t } = useLingui();
  const own = useMutation({ ...createMyApiKeyMutation(), onSuccess: onCreated });
  const service = useMutation({ ...createServiceAccountKeyMutation(), onSuccess: onCreated });
  const { data, error, isPending } = serviceId === undefined ? own : service;
  const reach = { user: t`What a customer may do`, agent: t`What an agent may do`, admin: t`Everything` };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const scope = LADDER.find((name) => name === value('scope')) ?? 'user';
    const body: ApiKeyCreate = {
      name: value('name'),
      scope,
      days: Number(value('days')),
      current_password: value('current_password'),
    };
    if (serviceId === undefined) own.mutate({ body });
    else service.mutate({ body, path: { user_id: serviceId } });
  };

  if (data)
    return (
      <div className={classes.form}>
        <ShownOnce label={data.name} value={data.key} />
        <Button onClick={onDone}>
          <Trans>I have kept it</Trans>
        </Button>
      </div>
    );
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t`Name`}
        description={t`What the key is for, such as: nightly export.`}
        name="name"
        required
        withAsterisk={false}
        maxLength={100}
        autoComplete="off"
        error={fieldError(error, '/name')}
      />
      <NativeSelect
        label={t`How far it reaches`}
        name="scope"
        defaultValue={serviceId === undefined ? 'user' : highest}
        data={LADDER.slice(0, LADDER.indexOf(highest) + 1).map((value) => ({ value, label: reach[value] }))}
      />
      <NativeSelect
        label={t`Ends after`}
        name="days"
        defaultValue="365"
        data={LIVES.map((days) => ({ value: String(days), label: t`${days} days` }))}
      />
      <CurrentPassword error={error} description={t`Your own, because a key outlives this session.`} />
      {!isWrongPassword(error) && <FormFailure error={error} fields={FIELDS} />}
      <Group gap="xs">
        <Button type="submit" loading={isPending}>
          <Trans>Make the key</Trans>
        </Button>
        <Button variant="default" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </Group>
    </form>
  );
}
