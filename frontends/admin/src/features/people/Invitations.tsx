import {
  createInvitationMutation,
  type InvitationRead,
  listInvitationsOptions,
  listInvitationsQueryKey,
  revokeUserInvitationsMutation,
} from '@deskbell/api';
import { Row, Rows, TimeAgo, toast, toastFailure, useNow } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AnchorLink } from '../../links';

function State({ invitation }: { invitation: InvitationRead }) {
  const now = useNow();
  if (invitation.mail_state === 'failed' || invitation.mail_state === 'uncertain') {
    return (
      <Badge variant="light" color="red">
        <Trans>Mail failed</Trans>
      </Badge>
    );
  }
  if (invitation.mail_state !== 'accepted') {
    return (
      <Badge variant="light" color="orange">
        <Trans>Mail waits</Trans>
      </Badge>
    );
  }
  if (invitation.expires_at && Date.parse(invitation.expires_at) < now) {
    return (
      <Badge variant="light" color="orange">
        <Trans>Link too old</Trans>
      </Badge>
    );
  }
  return null;
}

/** Who was invited and has not come yet; the mail can be sent again, or taken back. */
export function Invitations() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data } = useQuery(listInvitationsOptions({ query: { limit: 100 } }));
  const onSettled = () => queries.invalidateQueries({ queryKey: listInvitationsQueryKey() });
  const again = useMutation({
    ...createInvitationMutation(),
    onSuccess: () => toast(t`Invitation sent`),
    onError: (error) => toastFailure(t`The invitation was not sent`, error),
    onSettled,
  });
  const revoke = useMutation({
    ...revokeUserInvitationsMutation(),
    onSuccess: () => toast(t`Invitation taken back`, t`The link in the mail opens nothing any more.`),
    onError: (error) => toastFailure(t`The invitation is still there`, error),
    onSettled,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations">
        <Trans>Open invitations</Trans>
      </h2>
      <Rows label={t`Open invitations`}>
        {data.items.map((invitation) => {
          const { user } = invitation;
          const inviter = invitation.invited_by?.name;
          const at = <TimeAgo at={invitation.created_at} />;
          return (
            <Row
              key={user.id}
              title={
                <AnchorLink inherit to="/people/$userId" params={{ userId: String(user.id) }}>
                  {user.name}
                </AnchorLink>
              }
              sub={
                inviter ? (
                  <Trans>
                    {user.email}, invited {at} by {inviter}
                  </Trans>
                ) : (
                  <Trans>
                    {user.email}, invited {at}
                  </Trans>
                )
              }
            >
              <State invitation={invitation} />
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t`Send the invitation of ${user.name} again`}
                loading={again.isPending && again.variables.path.user_id === user.id}
                onClick={() => again.mutate({ path: { user_id: user.id } })}
              >
                <Trans>Send again</Trans>
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t`Take the invitation of ${user.name} back`}
                loading={revoke.isPending && revoke.variables.path.user_id === user.id}
                onClick={() => revoke.mutate({ path: { user_id: user.id } })}
              >
                <Trans>Take back</Trans>
              </Button>
            </Row>
          );
        })}
      </Rows>
    </section>
  );
}
