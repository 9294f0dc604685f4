import { getSetupOptions, useHelpdeskName } from '@deskbell/api';
import { submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { isReference } from '../features/tickets/reference';

/** The first page: search first, then the ways to ask and to follow up. The server writes the same markup. */
export function HomePage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const navigate = useNavigate();
  const { data: setup } = useQuery(getSetupOptions());

  const search = (event: FormEvent<HTMLFormElement>) => {
    const q = submitted(event)('q').trim();
    if (isReference(q)) void navigate({ to: '/tickets/$reference', params: { reference: q } });
    else void navigate({ to: '/tickets', search: q ? { q, state: 'all' } : {} });
  };

  return (
    <>
      <title>{helpdesk}</title>
      <div className="sc-hero">
        <h1 className="sc-title">
          <Trans>How can we help?</Trans>
        </h1>
        <search className="sc-search-place">
          <form className="sc-search" action="tickets" onSubmit={search}>
            <input
              type="search"
              name="q"
              maxLength={200}
              aria-label={t`Search your tickets`}
              placeholder={t`Search your tickets, or enter a reference`}
            />
            <button type="submit">
              <Trans>Search</Trans>
            </button>
          </form>
        </search>
        {setup?.needed && (
          <p className="sc-notice" role="status">
            <Trans>
              This helpdesk has no account yet. Open the set-up link that the server printed when it started.
            </Trans>
          </p>
        )}
      </div>
      <ul className="sc-ways">
        <li>
          <Link to="/new" className="sc-way">
            <strong>
              <Trans>Ask us</Trans>
            </strong>
            <span>
              <Trans>Tell us what is wrong, with pictures and files. We answer by mail and here.</Trans>
            </span>
          </Link>
        </li>
        <li>
          <Link to="/tickets" className="sc-way">
            <strong>
              <Trans>My tickets</Trans>
            </strong>
            <span>
              <Trans>See what you have asked and what we answered, and go on with it.</Trans>
            </span>
          </Link>
        </li>
        <li>
          <Link to="/find" className="sc-way">
            <strong>
              <Trans>Find a ticket without an account</Trans>
            </strong>
            <span>
              <Trans>With its reference and your email we mail you a link to it.</Trans>
            </span>
          </Link>
        </li>
      </ul>
    </>
  );
}
