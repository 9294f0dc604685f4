import { signOutEverywhere, type UserMe } from '@deskbell/api';
import { PersonAvatar, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './AccountDialog.module.css';
import { ApiKeys } from './ApiKeys';
import { ConnectedApps } from './ConnectedApps';
import { PasswordForm } from './PasswordForm';
import { SessionList } from './SessionList';
import { TwoSteps } from './TwoSteps';

/** A part of the account that only one home has. */
type Part = { key: string; title: ReactNode; content: ReactNode };

type Props = { user: UserMe; opened: boolean; onClose: () => void; parts?: Part[] };

/** One's own sessions, password and programs, and what the home adds. */
export function AccountDialog({ user, opened, onClose, parts = [] }: Props) {
  const { t } = useLingui();
  const leave = () =>
    signOutEverywhere().catch((error) => toastFailure(t`The sessions are still there`, error));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Trans>Account</Trans>}
      size="xl"
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
          <Tabs.Tab value="security">
            <Trans>Two-step sign-in</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="keys">
            <Trans>API keys</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="apps">
            <Trans>Connected apps</Trans>
          </Tabs.Tab>
          {parts.map(({ key, title }) => (
            <Tabs.Tab key={key} value={key}>
              {title}
            </Tabs.Tab>
          ))}
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
        <Tabs.Panel value="security">
          <TwoSteps />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <ApiKeys />
        </Tabs.Panel>
        <Tabs.Panel value="apps">
          <ConnectedApps />
        </Tabs.Panel>
        {parts.map(({ key, content }) => (
          <Tabs.Panel key={key} value={key}>
            {content}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Modal>
  );
}
