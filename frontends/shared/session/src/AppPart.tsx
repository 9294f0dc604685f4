import {
  createAuthenticatorAppMutation,
  removeAuthenticatorAppMutation,
  setAuthenticatorAppMutation,
} from '@deskbell/api';
import { FormFailure, SureButton, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { AppFields } from './AppFields';
import { hidden } from './hidden';
import classes from './TwoSteps.module.css';
import { useConfirmed } from './useConfirmed';
import { useStepText } from './useStepText';

type Props = { on: boolean; onChange: (codes?: string[] | null) => Promise<void> };

/** The authenticator app: set up by a picture and a code, or removed. */
export function AppPart({ on, onChange }: Props) {
  const { t } = useLingui();
  const say = useStepText();
  const [run, dialog] = useConfirmed();
  const offer = useMutation(createAuthenticatorAppMutation());
  const remove = useMutation({ ...removeAuthenticatorAppMutation(), onSuccess: () => onChange() });
  const turnOn = useMutation({
    ...setAuthenticatorAppMutation(),
    onSuccess: async ({ recovery_codes }) => {
      offer.reset();
      toast(t`Two-step sign-in is on`);
      await onChange(recovery_codes);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    turnOn.mutate({ body: { code: value('code') } });
  };
  if (offer.data)
    return (
      <form className={classes.parts} onSubmit={submit}>
        <AppFields app={offer.data} />
        <FormFailure error={turnOn.error} say={say} />
        <Group gap="xs">
          <Button type="submit" loading={turnOn.isPending}>
            <Trans>Turn it on</Trans>
          </Button>
          <Button variant="default" onClick={() => offer.reset()}>
            <Trans>Cancel</Trans>
          </Button>
        </Group>
      </form>
    );
  return (
    <section className={classes.part}>
      <div className={classes.words}>
        <h3 className={classes.name}>
          <Trans>Authenticator app</Trans>
        </h3>
        <p className={classes.text}>
          {on ? <Trans>On: its codes are asked for.</Trans> : <Trans>Codes on your telephone.</Trans>}
        </p>
      </div>
      {on ? (
        <SureButton
          label={t`Remove`}
          sure={t`Remove it now`}
          about={t`Authenticator app`}
          loading={remove.isPending}
          onSure={() => run(() => remove.mutateAsync({}))}
        />
      ) : (
        <Button
          size="xs"
          variant="light"
          loading={offer.isPending}
          onClick={() => run(() => offer.mutateAsync({}))}
        >
          <Trans>Set up an app</Trans>
        </Button>
      )}
      <FormFailure error={hidden(offer.error ?? remove.error)} />
      {dialog}
    </section>
  );
}
