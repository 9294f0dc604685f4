import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { RuleList } from '../features/rules/RuleList';
import { ButtonLink } from '../parts/links';

/** What is done with mail as it comes in. */
export function MailRulesPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Parser rules`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          They look at each mail in this order as it comes in: sort it, label it, or keep it from becoming a
          message.
        </Trans>
      }
      actions={
        <ButtonLink to="/mail/rules/$ruleId" params={{ ruleId: 'new' }}>
          <Trans>Make a rule</Trans>
        </ButtonLink>
      }
    >
      <RuleList />
    </Page>
  );
}
