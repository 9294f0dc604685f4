import { signOut, type UserMe } from '@deskbell/api';
import { PersonAvatar, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout, IconSelector, IconUserCog } from '@tabler/icons-react';
import classes from './UserMenu.module.css';

type Props = { user: UserMe; onAccount: () => void; onKeyboard: () => void };

function ThemeChoice() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label={t`Colors`}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as typeof colorScheme)}
      data={[
        { value: 'light', label: t`Light` },
        { value: 'auto', label: t`Auto` },
        { value: 'dark', label: t`Dark` },
      ]}
    />
  );
}

/** Who is signed in, and what concerns only them. */
export function UserMenu({ user, onAccount, onKeyboard }: Props) {
  const { t } = useLingui();
  const leave = () => signOut().catch((error) => toastFailure(t`You are still signed in`, error));
  return (
    <Menu width={240} position="top-start">
      <Menu.Target>
        <UnstyledButton className={classes.user} aria-label={t`Account of ${user.name}`}>
          <PersonAvatar name={user.name} size={28} />
          <span className={classes.name}>{user.name}</span>
          <IconSelector size={15} className={classes.caret} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item leftSection={<IconUserCog size={16} />} onClick={onAccount}>
          <Trans>Account and sessions</Trans>
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeyboard}>
          <Trans>Keyboard</Trans>
        </Menu.Item>
        <div className={classes.theme}>
          <ThemeChoice />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
