import { signOutEverywhere, type UserMe } from '@deskbell/api';
import { PersonAvatar, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, Tabs } from '@mantine/core';
import classes from './AccountDialog.module.css';
import { PasswordForm } from './PasswordForm';
import { SessionList } from './SessionList';

type Props = { user: UserMe; opened: boolean; onClose: () => void };

/** One's own sessions and password. */
export function AccountDialog({ user, opened, onClose }: Props) {
  const { t } = useLingui();
  const leave = () =>
    signOutEverywhere().catch((error) => toastFailure(t`The sessions are still there`, error));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Trans>Account</Trans>}
      size="md"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <div className={classes.person}>
        <PersonAvatar name={user.name} size={32} />
        <div>
          <div className={classes.name}>{user.name}</div>
          <div className={classes.email}>{user.email}</div>
        </div>
      </div>
      <Tabs defaultValue="sessions" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="sessions">
            <Trans>Sessions</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="password">
            <Trans>Password</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sessions">
          <SessionList />
          <Button variant="light" color="red" size="xs" mt="md" onClick={leave}>
            <Trans>Sign out everywhere</Trans>
          </Button>
        </Tabs.Panel>
        <Tabs.Panel value="password">
          <PasswordForm />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
