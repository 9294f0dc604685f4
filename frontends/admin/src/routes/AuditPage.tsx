import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AuditFilters, AuditList } from '../features/audit';

/** Who did what. */
export function AuditPage() {
  const { t } = useLingui();
  const search = useSearch({ from: '/audit' });
  const navigate = useNavigate({ from: '/audit' });
  return (
    <Page
      title={t`Audit list`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          Every change, by whom, from what to what. It can't be edited. What belongs to no ticket is kept for
          400 days.
        </Trans>
      }
    >
      <AuditFilters
        search={search}
        onChange={(next) => void navigate({ to: '/audit', search: next, replace: true })}
      />
      <AuditList search={search} />
    </Page>
  );
}
