import { leave, type UserMe } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { SignInForm } from './SignInForm';

/** The door over a page whose session has ended: what was written there is still there. */
export function SignInAgain({ user }: { user: UserMe }) {
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={<Trans>Sign in again</Trans>}
      size="sm"
      zIndex={450}
      overlayProps={{ backgroundOpacity: 0.6, blur: 6 }}
    >
      <Trans>Your session has ended. What you were writing is still here.</Trans>
      <SignInForm email={user.email ?? ''} />
      <Button variant="subtle" color="gray" size="sm" fullWidth mt="xs" onClick={leave}>
        <Trans>Go to the sign-in page</Trans>
      </Button>
    </Modal>
  );
}
