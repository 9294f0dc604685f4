import { accept, createPasskeySession, createPasskeySignInChallenge, home } from '@deskbell/api';
import { FormFailure } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { answerByPasskey, isTurnedDown } from './passkeys';
import { useStepText } from './useStepText';

async function signIn() {
  const { data: asked } = await createPasskeySignInChallenge();
  const credential = await answerByPasskey(asked.options);
  const body = { challenge: asked.challenge, credential, scope: home() };
  return (await createPasskeySession({ body })).data;
}

/** The way in without a password. */
export function PasskeySignIn() {
  const say = useStepText();
  const enter = useMutation({ mutationFn: signIn, onSuccess: accept });
  return (
    <>
      <Button
        variant="subtle"
        size="sm"
        fullWidth
        leftSection={<IconFingerprint size={17} />}
        loading={enter.isPending}
        onClick={() => enter.mutate()}
      >
        <Trans>Sign in with a passkey</Trans>
      </Button>
      <FormFailure error={isTurnedDown(enter.error) ? null : enter.error} say={say} />
    </>
  );
}
