import { getMailRuleOptions, useHelpdeskName } from '@deskbell/api';
import { FailureNotice, Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { RuleEditor } from '../features/rules/RuleEditor';
import { BackLink } from '../parts/BackLink';
import { RowsSkeleton } from '../parts/Listing';

/** One parser rule, new or known. */
export function MailRulePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { ruleId } = useParams({ from: '/mail/rules/$ruleId' });
  const isNew = ruleId === 'new';
  const { data, error, refetch } = useQuery({
    ...getMailRuleOptions({ path: { rule_id: Number(ruleId) } }),
    enabled: !isNew,
  });
  return (
    <Page
      title={isNew ? t`New rule` : (data?.name ?? t`Rule`)}
      helpdesk={useHelpdeskName()}
      back={<BackLink to="/mail/rules">{t`Parser rules`}</BackLink>}
    >
      {!isNew && !data && error && (
        <FailureNotice title={t`The rule could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
      {!isNew && !data && !error && <RowsSkeleton />}
      {(isNew || data) && (
        <RuleEditor
          key={data?.version ?? 'new'}
          rule={data ?? null}
          onDone={() => void navigate({ to: '/mail/rules' })}
        />
      )}
    </Page>
  );
}
