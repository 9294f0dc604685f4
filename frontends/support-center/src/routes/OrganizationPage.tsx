import { listMyOrganizationsOptions, type UserMe, useHelpdeskName } from '@deskbell/api';
import { EmptyState, Loaded, Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBuilding } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { MyInvitations } from '../features/organization/MyInvitations';
import { MyOrganization } from '../features/organization/MyOrganization';
import { Door } from './Door';

function Mine({ user }: { user: UserMe }) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const query = useQuery(listMyOrganizationsOptions());
  return (
    <Page title={t`My organization`} helpdesk={helpdesk}>
      <MyInvitations />
      <Loaded query={query} failure={<Trans>Your organization did not come</Trans>}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<IconBuilding size={28} stroke={1.5} />}
              title={<Trans>You don't belong to an organization here</Trans>}
            >
              <Trans>A colleague who manages yours can invite you, or ask us to add you.</Trans>
            </EmptyState>
          ) : (
            items.map((mine) => <MyOrganization key={mine.organization.id} mine={mine} me={user.id} />)
          )
        }
      </Loaded>
    </Page>
  );
}

/** One's organizations: invitations, people, and tickets that are shared. */
export function OrganizationPage() {
  return <Door>{(user) => <Mine user={user} />}</Door>;
}
