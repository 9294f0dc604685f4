import {
  createOrganizationInvitationMutation,
  fieldError,
  listOrganizationInvitationsOptions,
  listOrganizationInvitationsQueryKey,
  revokeOrganizationInvitationMutation,
} from '@deskbell/api';
import { FormDialog, Row, Rows, SureButton, TimeAgo, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { IconMailPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const FIELDS = ['/name', '/email'];

/** Asks a colleague to join, by mail. */
export function InviteButton({ organizationId }: { organizationId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const path = { organization_id: organizationId };
  const invite = useMutation({
    ...createOrganizationInvitationMutation(),
    onSuccess: ({ email }) => {
      void queries.invalidateQueries({ queryKey: listOrganizationInvitationsQueryKey({ path }) });
      toast(t`Invitation sent to ${email}`);
      setOpened(false);
    },
  });
  return (
    <>
      <Button size="sm" leftSection={<IconMailPlus size={16} />} onClick={() => setOpened(true)}>
        <Trans>Invite a colleague</Trans>
      </Button>
      <FormDialog
        opened={opened}
        onClose={() => {
          invite.reset();
          setOpened(false);
        }}
        title={<Trans>Invite a colleague</Trans>}
        action={<Trans>Send the invitation</Trans>}
        pending={invite.isPending}
        error={invite.error}
        fields={FIELDS}
        onSubmit={(value) => invite.mutate({ path, body: { name: value('name'), email: value('email') } })}
      >
        <TextInput
          label={t`Name`}
          name="name"
          required
          withAsterisk={false}
          data-autofocus
          maxLength={200}
          error={fieldError(invite.error, '/name')}
        />
        <TextInput
          label={t`Email`}
          name="email"
          type="email"
          required
          withAsterisk={false}
          error={fieldError(invite.error, '/email')}
        />
      </FormDialog>
    </>
  );
}

/** Who was asked and has not answered yet. */
export function WaitingInvitations({ organizationId }: { organizationId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { organization_id: organizationId };
  const { data } = useQuery(listOrganizationInvitationsOptions({ path }));
  const revoke = useMutation({
    ...revokeOrganizationInvitationMutation(),
    onError: (error) => toastFailure(t`The invitation is still there`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listOrganizationInvitationsQueryKey({ path }) }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Rows label={t`Invitations that wait`}>
      {data.items.map(({ id, name, email, created_at }) => (
        <Row key={id} title={name} sub={email}>
          <span>
            <Trans>
              invited <TimeAgo at={created_at} />
            </Trans>
          </span>
          <SureButton
            label={t`Take back`}
            sure={t`Sure?`}
            about={email}
            onSure={() => revoke.mutate({ path: { ...path, invitation_id: id } })}
          />
        </Row>
      ))}
    </Rows>
  );
}
