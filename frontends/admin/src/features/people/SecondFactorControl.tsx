import { removeUserSecondFactorMutation, type UserRead } from '@deskbell/api';
import { useConfirmed } from '@deskbell/session';
import { SureButton, toast, toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';

/** For somebody who lost telephone and recovery codes: the password alone opens the account again. */
export function SecondFactorControl({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const [run, dialog] = useConfirmed();
  const reset = useMutation({
    ...removeUserSecondFactorMutation(),
    onSuccess: () => toast(t`Two-step sign-in was reset`, t`${person.name} sets it up anew.`),
    onError: (error) => {
      if (error.code !== 'confirmation_needed') toastFailure(t`Nothing was reset`, error);
    },
  });
  return (
    <>
      <SureButton
        size="xs"
        label={t`Reset two-step sign-in`}
        sure={t`Reset it now`}
        about={person.name}
        loading={reset.isPending}
        onSure={() => run(() => reset.mutateAsync({ path: { user_id: person.id } }))}
      />
      {dialog}
    </>
  );
}
