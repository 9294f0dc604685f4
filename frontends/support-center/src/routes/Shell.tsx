import { useHelpdeskName } from '@deskbell/api';
import { AuthPlace, useSession } from '@deskbell/session';
import { BrandMark, SkipLink } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import classes from './Shell.module.css';

const Account = lazy(() => import('./Account').then((module) => ({ default: module.Account })));

/** Header, page, footer. */
export function Shell() {
  const helpdesk = useHelpdeskName();
  const session = useSession();
  return (
    <AuthPlace value="section">
      <div className={classes.page}>
        <SkipLink />
        <header className={classes.header}>
          <Link to="/" className={classes.brand}>
            <BrandMark size={28} />
            <span className={classes.name}>{helpdesk}</span>
          </Link>
          <div className={classes.account}>
            {session.status === 'out' && (
              <Link to="/sign-in" className={classes.link}>
                <Trans>Sign in</Trans>
              </Link>
            )}
            {session.status === 'in' && (
              <Suspense>
                <Account user={session.user} />
              </Suspense>
            )}
          </div>
        </header>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
        <footer className={classes.footer}>
          <span>{helpdesk}</span>
        </footer>
      </div>
    </AuthPlace>
  );
}
