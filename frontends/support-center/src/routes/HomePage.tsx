import { getSetupOptions, useHelpdeskName } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { SearchBox } from '../features/knowledge/SearchBox';
import { Topics } from '../features/knowledge/Topics';
import { isReference } from '../features/tickets/reference';

/** The first page: search first, then the ways to ask and to follow up. The server writes the same markup. */
export function HomePage() {
  const helpdesk = useHelpdeskName();
  const navigate = useNavigate();
  const { data: setup } = useQuery(getSetupOptions());

  const search = (q: string) => {
    if (isReference(q)) void navigate({ to: '/tickets/$reference', params: { reference: q } });
    else void navigate({ to: '/search', search: q ? { q } : {} });
  };

  return (
    <>
      <title>{helpdesk}</title>
      <div className="sc-hero">
        <h1 className="sc-title">
          <Trans>How can we help?</Trans>
        </h1>
        <SearchBox onSearch={search} />
        {setup?.needed && (
          <p className="sc-notice" role="status">
            <Trans>
              This helpdesk has no account yet. Open the set-up link that the server printed when it started.
            </Trans>
          </p>
        )}
      </div>
      <Topics />
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
