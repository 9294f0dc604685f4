import { Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';

/** What to do when the secret of a link is missing, used or too old. */
export function DeadLink({ kind }: { kind: 'setup' | 'reset' }) {
  return (
    <Alert
      color="orange"
      variant="light"
      mt="md"
      role="alert"
      title={<Trans>This link does not work any more</Trans>}
    >
      {kind === 'setup' ? (
        <Trans>
          A set-up link works once. Restart the server: while there is no admin it prints a new one.
        </Trans>
      ) : (
        <Trans>A reset link works once and only for a while. Ask an admin for a new one.</Trans>
      )}
    </Alert>
  );
}
