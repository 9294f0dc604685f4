import { ConfirmDialog } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { useBlocker } from '@tanstack/react-router';

/** Asks before a page is left on which something is not saved yet. */
export function UnsavedGuard({ unsaved }: { unsaved: () => boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: unsaved,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={<Trans>Leave without saving?</Trans>}
      action={<Trans>Leave</Trans>}
      color="red"
      pending={false}
      error={null}
      onConfirm={() => blocker.proceed?.()}
    >
      <Trans>What you changed in this article is not saved yet.</Trans>
    </ConfirmDialog>
  );
}
