import { type MemberRead, removeOrganizationMemberMutation } from '@deskbell/api';
import { ConfirmDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

type Props = {
  organizationId: number;
  member: MemberRead | null;
  others: MemberRead[];
  onClose: () => void;
  onDone: () => void;
};

/** Takes somebody out; what they asked stays theirs, or goes to a colleague. */
export function TakeOut({ organizationId, member, others, onClose, onDone }: Props) {
  const { t } = useLingui();
  const [heir, setHeir] = useState('');
  const name = member?.user.name ?? '';
  const remove = useMutation({
    ...removeOrganizationMemberMutation(),
    onSuccess: () => {
      toast(t`${name} does not belong to it any more`);
      onDone();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={member !== null}
      onClose={onClose}
      title={<Trans>Take {name} out?</Trans>}
      action={<Trans>Take out</Trans>}
      color="red"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        member &&
        remove.mutate({
          path: { organization_id: organizationId, user_id: member.user.id },
          query: heir ? { hand_to_id: Number(heir) } : {},
        })
      }
    >
      <p>
        <Trans>They won't see your organization's tickets any more.</Trans>
      </p>
      <NativeSelect
        label={t`The tickets that they asked`}
        value={heir}
        onChange={(event) => setHeir(event.currentTarget.value)}
        data={[
          { value: '', label: t`stay theirs` },
          ...others
            .filter(({ user }) => user.id !== member?.user.id)
            .map(({ user }) => ({ value: String(user.id), label: t`go to ${user.name}` })),
        ]}
      />
    </ConfirmDialog>
  );
}
