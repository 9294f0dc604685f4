import { createPasswordResetMutation, fieldError } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { DoneFrame } from './DoneFrame';
import { LinkForm } from './LinkForm';
import { NewPasswordInput } from './NewPasswordInput';

/** A new password by a single-use link. */
export function ResetPassword({ onDone }: { onDone: () => void }) {
  const reset = useMutation(createPasswordResetMutation());
  const { error } = reset;
  if (reset.isSuccess) {
    const lead = <Trans>Your new password is in place. All earlier sessions have ended.</Trans>;
    return <DoneFrame title={<Trans>Done</Trans>} lead={lead} onDone={onDone} />;
  }
  return (
    <LinkForm
      kind="reset"
      title={<Trans>Choose a new password</Trans>}
      action={<Trans>Save the password</Trans>}
      error={error}
      pending={reset.isPending}
      fields={['/new_password']}
      onSubmit={(token, value) => reset.mutate({ body: { token, new_password: value('new_password') } })}
    >
      <NewPasswordInput name="new_password" error={fieldError(error, '/new_password')} />
    </LinkForm>
  );
}
