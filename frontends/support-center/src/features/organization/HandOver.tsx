import { fieldError, type MemberRead, updateOrganizationMemberMutation } from '@deskbell/api';
import { FormDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

type Props = { organizationId: number; member: MemberRead | null; onClose: () => void; onDone: () => void };

/** Hands the manager's role to a colleague until the end of a day. */
export function HandOver({ organizationId, member, onClose, onDone }: Props) {
  const { t } = useLingui();
  const name = member?.user.name ?? '';
  const hand = useMutation({
    ...updateOrganizationMemberMutation(),
    onSuccess: () => {
      toast(t`Saved`);
      onDone();
      onClose();
    },
  });
  return (
    <FormDialog
      opened={member !== null}
      onClose={onClose}
      title={<Trans>Hand the manager's role to {name}</Trans>}
      pending={hand.isPending}
      error={hand.error}
      fields={['/manager_until']}
      onSubmit={(value) => {
        const until = value('until');
        if (!member) return;
        hand.mutate({
          path: { organization_id: organizationId, user_id: member.user.id },
          body: { manager_until: until ? new Date(`${until}T23:59:59`).toISOString() : null },
        });
      }}
    >
      <TextInput
        type="date"
        name="until"
        label={t`Until the end of`}
        description={t`Until then they see and do what you do here. Leave it empty to end it.`}
        defaultValue={member?.manager_until?.slice(0, 10) ?? ''}
        error={fieldError(hand.error, '/manager_until')}
      />
    </FormDialog>
  );
}
