import { createConfirmationMutation, isFailure } from '@deskbell/api';
import { FormDialog } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { CurrentPassword, isWrongPassword } from './CurrentPassword';

/** Whether something was refused because the password was entered long ago. */
function isUnconfirmed(error: unknown): boolean {
  return isFailure(error) && error.code === 'confirmation_needed';
}

/**
 * Does what may want the password once more: it is asked over the page, and then the act goes on. The second
 * part is that dialog.
 */
export function useConfirmed(): [(act: () => Promise<unknown>) => void, ReactNode] {
  const { t } = useLingui();
  const [waiting, setWaiting] = useState<(() => Promise<unknown>) | null>(null);
  const confirm = useMutation(createConfirmationMutation());
  const close = () => {
    setWaiting(null);
    confirm.reset();
  };
  const run = (act: () => Promise<unknown>) => {
    // What else goes wrong is shown where it was asked for.
    act().catch((error) => {
      if (isUnconfirmed(error)) setWaiting(() => act);
    });
  };
  const dialog = (
    <FormDialog
      opened={waiting !== null}
      onClose={close}
      title={<Trans>Is it you?</Trans>}
      action={<Trans>Go on</Trans>}
      pending={confirm.isPending}
      error={isWrongPassword(confirm.error) ? null : confirm.error}
      fields={['/current_password']}
      onSubmit={(value) =>
        confirm.mutate(
          { body: { current_password: value('current_password') } },
          {
            onSuccess: () => {
              const act = waiting;
              close();
              if (act) run(act);
            },
          },
        )
      }
    >
      <CurrentPassword
        error={confirm.error}
        description={t`This changes how you sign in, so your password is asked for once more.`}
      />
    </FormDialog>
  );
  return [run, dialog];
}
