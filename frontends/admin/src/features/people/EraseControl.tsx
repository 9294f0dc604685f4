import { deleteUserMutation, type UserRead } from '@deskbell/api';
import { SureButton, toast, toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { usePersonRefresh } from './usePersonRefresh';

/** Forgets who somebody was; their tickets stay. */
export function EraseControl({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const refresh = usePersonRefresh(person.id);
  const erase = useMutation({
    ...deleteUserMutation(),
    onSuccess: () => toast(t`The person is erased`, t`The tickets stay, as nobody's.`),
    onError: (error) => toastFailure(t`Nobody was erased`, error),
    onSettled: refresh,
  });
  return (
    <SureButton
      size="xs"
      label={t`Erase this person`}
      sure={t`Erase for good`}
      about={person.name}
      loading={erase.isPending}
      onSure={() => erase.mutate({ path: { user_id: person.id } })}
    />
  );
}
