import { createVisitMutation, homeUrl, type UserRead } from '@deskbell/api';
import { FormDialog } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';

/** Opens the support center as this customer sees it, in a tab of its own. */
export function SignInAs({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const [opened, dialog] = useDisclosure(false);
  const begin = useMutation({
    ...createVisitMutation(),
    onSuccess: ({ id }) => {
      window.open(`${homeUrl('user')}#visit=${id}`);
      dialog.close();
    },
  });
  if (person.level !== 'user' || person.disabled || person.service) return null;
  const { name } = person;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          begin.reset();
          dialog.open();
        }}
      >
        <Trans>Sign in as this customer</Trans>
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={<Trans>Sign in as {name}</Trans>}
        action={<Trans>Open the support center</Trans>}
        pending={begin.isPending}
        error={begin.error}
        fields={['/reason']}
        onSubmit={(value) =>
          begin.mutate({ path: { user_id: person.id }, body: { reason: value('reason') } })
        }
      >
        <Trans>
          For an hour at most you see what both of you may. Whatever you do there is recorded with both names.
        </Trans>
        <Textarea
          label={t`Reason`}
          description={t`Kept for those who may sign in as customers.`}
          name="reason"
          required
          withAsterisk={false}
          minLength={3}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
        />
      </FormDialog>
    </>
  );
}
