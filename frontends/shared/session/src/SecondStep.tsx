import { accept, createSecondFactorSession, type SecondFactorAnswer } from '@deskbell/api';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import classes from './AuthFrame.module.css';
import { answerByPasskey, hasPasskeys, isTurnedDown } from './passkeys';
import type { Question } from './question';
import { useStepText } from './useStepText';

type Props = { question: Question; onBack: () => void };
type Given = Omit<SecondFactorAnswer, 'challenge'>;

/** The second step of a sign-in: a code of the app, a passkey, or a recovery code. */
export function SecondStep({ question, onBack }: Props) {
  const { t } = useLingui();
  const say = useStepText();
  const { challenge, methods, passkey } = question;
  const byPasskey = methods.includes('passkey') && hasPasskeys();
  const [way, setWay] = useState(methods.includes('code') ? 'code' : byPasskey ? 'passkey' : 'recovery');
  const answer = useMutation({
    mutationFn: async (given: Given) =>
      (await createSecondFactorSession({ body: { challenge, ...given } })).data,
    onSuccess: accept,
  });
  const ask = useMutation({
    mutationFn: () => answerByPasskey(passkey),
    onSuccess: (credential) => answer.mutate({ credential }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    answer.mutate(way === 'code' ? { code: value('code') } : { recovery_code: value('recovery_code') });
  };
  const error = isTurnedDown(ask.error) ? answer.error : (ask.error ?? answer.error);
  const choose = (next: string) => {
    answer.reset();
    ask.reset();
    setWay(next);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {way === 'code' && (
        <TextInput
          key="code"
          label={t`Code of your authenticator app`}
          description={t`Six digits that change every half minute.`}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          required
          withAsterisk={false}
          autoFocus
        />
      )}
      {way === 'recovery' && (
        <TextInput
          key="recovery"
          label={t`Recovery code`}
          description={t`One of the codes that you kept; it works once.`}
          name="recovery_code"
          autoComplete="off"
          maxLength={40}
          required
          withAsterisk={false}
          autoFocus
        />
      )}
      {way === 'passkey' && <Trans>Use the passkey that you keep for this helpdesk.</Trans>}
      <FormFailure error={error} say={say} />
      {way === 'passkey' ? (
        <Button
          size="md"
          fullWidth
          leftSection={<IconFingerprint size={17} />}
          loading={ask.isPending || answer.isPending}
          onClick={() => ask.mutate()}
        >
          <Trans>Use a passkey</Trans>
        </Button>
      ) : (
        <Button type="submit" size="md" fullWidth loading={answer.isPending}>
          <Trans>Go on</Trans>
        </Button>
      )}
      {way !== 'passkey' && byPasskey && (
        <Button variant="subtle" size="sm" onClick={() => choose('passkey')}>
          <Trans>Use a passkey instead</Trans>
        </Button>
      )}
      {way !== 'code' && methods.includes('code') && (
        <Button variant="subtle" size="sm" onClick={() => choose('code')}>
          <Trans>Use the authenticator app instead</Trans>
        </Button>
      )}
      {way !== 'recovery' && methods.includes('recovery_code') && (
        <Button variant="subtle" size="sm" onClick={() => choose('recovery')}>
          <Trans>Use a recovery code instead</Trans>
        </Button>
      )}
      <Button variant="subtle" color="gray" size="sm" onClick={onBack}>
        <Trans>Back</Trans>
      </Button>
    </form>
  );
}
