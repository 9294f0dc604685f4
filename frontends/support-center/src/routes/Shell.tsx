import { useHelpdeskName } from '@deskbell/api';
import { withTexts } from '@deskbell/i18n';
import { AuthPlace, HelpdeskMark, useSession } from '@deskbell/session';
import { SkipLink } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

// Nobody needs them before there is something on the screen.
const Account = lazy(() => withTexts(import('./Account')).then((module) => ({ default: module.Account })));
const LanguageSwitch = lazy(() =>
  withTexts(import('./LanguageSwitch')).then((module) => ({ default: module.LanguageSwitch })),
);

const VisitBar = lazy(() => withTexts(import('./VisitBar')).then((module) => ({ default: module.VisitBar })));
const OrganizationLink = lazy(() =>
  withTexts(import('../features/organization/OrganizationLink')).then((module) => ({
    default: module.OrganizationLink,
  })),
);

/** Header, page, footer; the header and the first page stand in the server's own page, too (first.css). */
export function Shell() {
  const helpdesk = useHelpdeskName();
  const session = useSession();
  return (
    <AuthPlace value="section">
      <div className="sc-page">
        <SkipLink />
        {session.status === 'in' && session.visitor && (
          <Suspense>
            <VisitBar user={session.user} visitor={session.visitor} />
          </Suspense>
        )}
        <header className="sc-header">
          <Link to="/" className="sc-brand">
            <HelpdeskMark size={28} />
            <span className="sc-name">{helpdesk}</span>
          </Link>
          <nav className="sc-nav">
            <Link to="/tickets" className="sc-link">
              <Trans>My tickets</Trans>
            </Link>
            {session.status === 'in' ? (
              !session.visitor && (
                <Suspense>
                  <OrganizationLink />
                  <Account user={session.user} />
                </Suspense>
              )
            ) : (
              <Link to="/sign-in" className="sc-link">
                <Trans>Sign in</Trans>
              </Link>
            )}
          </nav>
        </header>
        <main id="main" className="sc-main" tabIndex={-1}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
        <footer className="sc-footer">
          <span>{helpdesk}</span>
          {session.status !== 'in' && (
            <Suspense>
              <LanguageSwitch />
            </Suspense>
          )}
        </footer>
      </div>
    </AuthPlace>
  );
}
