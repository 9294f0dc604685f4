import type { CategoryRef } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

/** The way back to the first page, through the categories above. */
export function WayBack({ above }: { above: CategoryRef[] }) {
  const { t } = useLingui();
  return (
    <nav className="sc-way-back" aria-label={t`Topics`}>
      <Link to="/" className="sc-back">
        <Trans>Topics</Trans>
      </Link>
      {above.map(({ id, name, slug }) => (
        <Link key={id} to="/categories/$slug" params={{ slug }} className="sc-back">
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** What to do when this was not it. */
export function StillLooking() {
  return (
    <p className="sc-dim">
      <Trans>
        Not what you were looking for? <Link to="/new">Ask us</Link>
      </Trans>
    </p>
  );
}
