import type { MyOrganizationRead } from '@deskbell/api';
import { Panel } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Colleagues } from './Colleagues';
import { CompanyTickets } from './CompanyTickets';
import { InviteButton, WaitingInvitations } from './Invite';

/** One organization that one belongs to: what is shared in it and, for its managers, its people. */
export function MyOrganization({ mine, me }: { mine: MyOrganizationRead; me: number }) {
  const { t } = useLingui();
  const shared = {
    none: t`Everybody sees their own tickets only.`,
    managers: t`Managers see all tickets, members their own.`,
    named: t`Managers, and those whom they name, see all tickets.`,
    everyone: t`Everybody sees all tickets.`,
  }[mine.sharing.see];
  return (
    <>
      {mine.managing && (
        <Panel
          title={<Trans>People of {mine.organization.name}</Trans>}
          lead={shared}
          actions={<InviteButton organizationId={mine.organization.id} />}
        >
          <Colleagues mine={mine} me={me} />
          <WaitingInvitations organizationId={mine.organization.id} />
        </Panel>
      )}
      <Panel
        title={
          mine.sees ? (
            <Trans>Tickets of {mine.organization.name}</Trans>
          ) : (
            <Trans>Your tickets at {mine.organization.name}</Trans>
          )
        }
        lead={mine.managing ? undefined : shared}
      >
        <CompanyTickets mine={mine} />
      </Panel>
    </>
  );
}
