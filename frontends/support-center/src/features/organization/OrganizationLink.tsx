import { listMyOrganizationInvitationsOptions, listMyOrganizationsOptions } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

/** The way to one's organization, for those who have one or are asked to join. */
export function OrganizationLink() {
  const mine = useQuery(listMyOrganizationsOptions());
  const asked = useQuery(listMyOrganizationInvitationsOptions());
  if (!mine.data?.items.length && !asked.data?.items.length) return null;
  return (
    <Link to="/organization" className="sc-link">
      <Trans>My organization</Trans>
    </Link>
  );
}
