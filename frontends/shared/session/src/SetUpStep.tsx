import { accept, createSecondFactorSetup } from '@deskbell/api';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { AppFields } from './AppFields';
import classes from './AuthFrame.module.css';
import type { Question } from './question';
import { RecoveryCodes } from './RecoveryCodes';
import { useStepText } from './useStepText';

type Props = { question: Question; onBack: () => void };

/** Setting two-step sign-in up at the door, where this helpdesk asks for it. */
export function SetUpStep({ question, onBack }: Props) {
  const say = useStepText();
  const setUp = useMutation({
    mutationFn: async (code: string) =>
      (await createSecondFactorSetup({ body: { challenge: question.challenge, code } })).data,
  });
  const { data } = setUp;
  if (data)
    return (
      <div className={classes.form}>
        <RecoveryCodes codes={data.recovery_codes} onDone={() => accept(data.session)} />
      </div>
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    setUp.mutate(value('code'));
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Trans>This helpdesk asks its staff for a second step. It takes a minute to set up.</Trans>
      {question.app && <AppFields app={question.app} />}
      <FormFailure error={setUp.error} say={say} />
      <Button type="submit" size="md" fullWidth loading={setUp.isPending}>
        <Trans>Turn it on and sign in</Trans>
      </Button>
      <Button variant="subtle" color="gray" size="sm" onClick={onBack}>
        <Trans>Back</Trans>
      </Button>
    </form>
  );
}
