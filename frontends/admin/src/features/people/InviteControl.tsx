import { createInvitationMutation, listInvitationsQueryKey, type UserRead } from '@deskbell/api';
import { toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Mails somebody without a password the link that sets one. */
export function InviteControl({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const invite = useMutation({
    ...createInvitationMutation(),
    onSuccess: () => toast(t`Invitation sent`, t`${person.name} gets a link to set a password.`),
    onError: (error) => toastFailure(t`The invitation was not sent`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listInvitationsQueryKey() }),
  });
  return (
    <Button
      size="xs"
      variant="default"
      loading={invite.isPending}
      onClick={() => invite.mutate({ path: { user_id: person.id } })}
    >
      <Trans>Mail an invitation</Trans>
    </Button>
  );
}
