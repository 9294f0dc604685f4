import type { UserMe } from '@deskbell/api';
import { UserMenu } from '@deskbell/session';
import { AccountDialog } from '@deskbell/session/account';
import { useDisclosure } from '@mantine/hooks';

/** Who is signed in, and what concerns only them. */
export function Account({ user }: { user: UserMe }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <UserMenu user={user} onAccount={dialog.open} position="bottom-end" />
      <AccountDialog user={user} opened={opened} onClose={dialog.close} />
    </>
  );
}
