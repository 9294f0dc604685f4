import { homeUrl, type UserMe, useHelpdeskName } from '@deskbell/api';
import { AuthPlace, HelpdeskMark, UserMenu } from '@deskbell/session';
import { SkipLink } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Drawer, Kbd, Menu, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconHeadset, IconLifebuoy, IconMenu2, IconSearch } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { NavigationList } from './NavigationList';
import classes from './Shell.module.css';
import { PageSkeleton } from './ShellSkeleton';

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })));
const AccountDialog = lazy(() =>
  import('@deskbell/session/account').then((module) => ({ default: module.AccountDialog })),
);

/** Menu beside page; in a narrow window the menu is a drawer behind a bar. */
export function Shell({ user }: { user: UserMe }) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false });
  const [menuOpened, menu] = useDisclosure(false);
  const [commanding, palette] = useDisclosure(false);
  const [account, accountDialog] = useDisclosure(false);
  // Everywhere, also while one writes.
  useHotkeys([['mod+K', palette.open]], [], true);

  const rail = (
    <>
      <div className={classes.brand}>
        <HelpdeskMark />
        <span className={classes.brandName}>{helpdesk}</span>
      </div>
      <UnstyledButton
        className={classes.search}
        onClick={() => {
          menu.close();
          palette.open();
        }}
      >
        <IconSearch size={15} stroke={1.8} aria-hidden="true" />
        <span>
          <Trans>Go to…</Trans>
        </span>
        <Kbd size="xs" aria-hidden="true">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <NavigationList onPick={menu.close} />
      <div className={classes.foot}>
        <UserMenu user={user} onAccount={accountDialog.open}>
          <Menu.Item component="a" href={homeUrl('agent')} leftSection={<IconHeadset size={16} />}>
            <Trans>Agent panel</Trans>
          </Menu.Item>
          <Menu.Item component="a" href={homeUrl('user')} leftSection={<IconLifebuoy size={16} />}>
            <Trans>Support center</Trans>
          </Menu.Item>
        </UserMenu>
      </div>
    </>
  );
  return (
    <AuthPlace value="section">
      <div className={classes.page}>
        <SkipLink />
        {wide ? (
          <aside className={classes.rail} aria-label={t`Menu`}>
            {rail}
          </aside>
        ) : (
          <>
            <header className={classes.bar}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t`Menu`}
                aria-expanded={menuOpened}
                onClick={menu.open}
              >
                <IconMenu2 size={20} stroke={1.8} />
              </ActionIcon>
              <span className={classes.brandName}>{helpdesk}</span>
            </header>
            <Drawer.Root opened={menuOpened} onClose={menu.close} size={272}>
              <Drawer.Overlay />
              <Drawer.Content aria-label={t`Menu`}>
                <Drawer.Body className={classes.drawer}>{rail}</Drawer.Body>
              </Drawer.Content>
            </Drawer.Root>
          </>
        )}
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
        <Suspense>
          {commanding && <Palette onClose={palette.close} />}
          {account && <AccountDialog user={user} opened onClose={accountDialog.close} />}
        </Suspense>
      </div>
    </AuthPlace>
  );
}
