import {
  acceptOrganizationInvitationMutation,
  declineOrganizationInvitationMutation,
  type InvitationToMeRead,
  listMyOrganizationInvitationsOptions,
  listMyOrganizationInvitationsQueryKey,
  listMyOrganizationsQueryKey,
} from '@deskbell/api';
import { Row, Rows, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Organizations that ask one to join; one's own word decides. */
export function MyInvitations() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data } = useQuery(listMyOrganizationInvitationsOptions());
  const act = {
    onError: (error: unknown) => toastFailure(t`The invitation was not answered`, error),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: listMyOrganizationInvitationsQueryKey() });
      void queries.invalidateQueries({ queryKey: listMyOrganizationsQueryKey() });
    },
  };
  const accept = useMutation({ ...acceptOrganizationInvitationMutation(), ...act });
  const decline = useMutation({ ...declineOrganizationInvitationMutation(), ...act });
  const asked: InvitationToMeRead[] = data?.items ?? [];
  if (asked.length === 0) return null;
  return (
    <Rows label={t`Invitations`}>
      {asked.map(({ id, organization, invited_by: inviter }) => {
        const path = { invitation_id: id };
        return (
          <Row
            key={id}
            title={<Trans>{organization.name} asks you to join</Trans>}
            sub={inviter && <Trans>Invited by {inviter.name}</Trans>}
          >
            <Button
              size="xs"
              loading={accept.isPending}
              onClick={() =>
                accept.mutate({ path }, { onSuccess: () => toast(t`You belong to ${organization.name} now`) })
              }
            >
              <Trans>Join</Trans>
            </Button>
            <Button size="xs" variant="default" onClick={() => decline.mutate({ path })}>
              <Trans>Decline</Trans>
            </Button>
          </Row>
        );
      })}
    </Rows>
  );
}
