import { setUserDisabledMutation, type UserRead, unsetUserDisabledMutation } from '@deskbell/api';
import { ConfirmDialog, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { usePersonRefresh } from './usePersonRefresh';

/** Keeps somebody from signing in, or lets them again. */
export function DisableControl({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const refresh = usePersonRefresh(person.id);
  const [asking, dialog] = useDisclosure(false);
  const path = { user_id: person.id };
  const disable = useMutation({
    ...setUserDisabledMutation(),
    onSuccess: () => {
      refresh();
      dialog.close();
      toast(t`${person.name} can't sign in any more`);
    },
  });
  const enable = useMutation({
    ...unsetUserDisabledMutation(),
    onSuccess: () => {
      refresh();
      toast(t`${person.name} can sign in again`);
    },
    onError: (error) => toastFailure(t`The account is still disabled`, error),
  });
  if (person.disabled) {
    return (
      <Button size="xs" variant="default" loading={enable.isPending} onClick={() => enable.mutate({ path })}>
        <Trans>Let sign in again</Trans>
      </Button>
    );
  }
  return (
    <>
      <Button size="xs" variant="light" color="red" onClick={dialog.open}>
        <Trans>Disable the account</Trans>
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          dialog.close();
          disable.reset();
        }}
        title={<Trans>Disable the account of {person.name}?</Trans>}
        action={<Trans>Disable</Trans>}
        color="red"
        pending={disable.isPending}
        error={disable.error}
        onConfirm={() => disable.mutate({ path })}
      >
        <Trans>
          Signed out everywhere at once, and can't sign in until you allow it again. Level, departments, teams
          and tickets stay.
        </Trans>
      </ConfirmDialog>
    </>
  );
}
