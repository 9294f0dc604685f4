import { signOut, type UserMe } from '@deskbell/api';
import { PersonAvatar, toastFailure } from '@deskbell/ui';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconSelector, IconUserCog } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './UserMenu.module.css';
import { useLanguage } from './useLanguage';

type Props = {
  user: UserMe;
  onAccount: () => void;
  /** Items of this home's own. */
  children?: ReactNode;
  /** Where it opens: up from a foot, down from a header. */
  position?: 'top-start' | 'bottom-end';
};

const SCHEMES = [
  { value: 'light', title: msg`Light` },
  { value: 'dark', title: msg`Dark` },
  { value: 'auto', title: msg`As the device` },
] as const;

function SchemeChoice() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup
      aria-label={t`Colors`}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as typeof colorScheme)}
    >
      {SCHEMES.map(({ value, title }) => (
        <Menu.RadioItem key={value} value={value}>
          {t(title)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function LanguageChoice() {
  const { t } = useLingui();
  const { language, languages, choose } = useLanguage();
  return (
    <Menu.RadioGroup
      aria-label={t`Language`}
      value={language}
      onChange={(value) => void choose(value as typeof language)}
    >
      {Object.entries(languages).map(([value, name]) => (
        <Menu.RadioItem key={value} value={value} lang={value}>
          {name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** Who is signed in, and what concerns only them. */
export function UserMenu({ user, onAccount, children, position = 'top-start' }: Props) {
  const { t } = useLingui();
  const leave = () => signOut().catch((error) => toastFailure(t`You are still signed in`, error));
  return (
    <Menu width={240} position={position} withInitialFocusPlaceholder={false}>
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
        {children}
        <Menu.Divider />
        <Menu.Label>
          <Trans>Colors</Trans>
        </Menu.Label>
        <SchemeChoice />
        <Menu.Divider />
        <Menu.Label>
          <Trans>Language</Trans>
        </Menu.Label>
        <LanguageChoice />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
