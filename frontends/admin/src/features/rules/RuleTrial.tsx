import {
  createMailRuleTrialMutation,
  listInboundMailsOptions,
  type MailRuleCreate,
  type MailRuleTrial,
} from '@deskbell/api';
import { FormFailure, Panel } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../../parts/Rows.module.css';

type Props = {
  rule: MailRuleCreate;
  trial: MailRuleTrial | null;
  onTried: (trial: MailRuleTrial) => void;
};

/** Holds the rule, as it is written now, against a mail that came in. Nothing is done to the mail. */
export function RuleTrial({ rule, trial, onTried }: Props) {
  const { t } = useLingui();
  const { data: mails } = useQuery(listInboundMailsOptions({ query: { limit: 50 } }));
  const [chosen, setChosen] = useState('');
  const mailId = Number(chosen) || mails?.items[0]?.id;
  const attempt = useMutation({ ...createMailRuleTrialMutation(), onSuccess: onTried });
  const tried = trial?.rules[0];
  return (
    <Panel
      title={<Trans>Try it on a mail</Trans>}
      lead={<Trans>The rule as it is written above, before it is saved. Nothing happens to the mail.</Trans>}
    >
      {mails?.items.length === 0 ? (
        <p className={classes.note}>
          <Trans>No mail has come in yet.</Trans>
        </p>
      ) : (
        <div className={classes.end}>
          <NativeSelect
            aria-label={t`Mail to try it on`}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
            style={{ flex: '1 1 240px' }}
            data={
              mails?.items.map((mail) => ({
                value: String(mail.id),
                label: `${mail.subject || t`No subject`} · ${mail.address}`,
              })) ?? []
            }
          />
          <Button
            variant="default"
            loading={attempt.isPending}
            disabled={mailId === undefined}
            onClick={() => attempt.mutate({ body: { inbound_mail_id: mailId ?? 0, rule } })}
          >
            <Trans>Try it</Trans>
          </Button>
        </div>
      )}
      <FormFailure error={attempt.error} />
      {tried && (
        <Alert variant="light" color={tried.took_hold ? 'teal' : 'gray'} role="status">
          {tried.took_hold ? (
            <Trans>It takes hold of this mail.</Trans>
          ) : (
            <Trans>It does not take hold of this mail. Conditions that hold are marked green above.</Trans>
          )}{' '}
          {tried.took_hold && trial?.decision === 'refuse' && <Trans>The mail would be refused.</Trans>}
          {tried.took_hold && trial?.decision === 'hold' && (
            <Trans>The mail would be held for a person.</Trans>
          )}
          {tried.took_hold && trial?.decision === 'ignore' && <Trans>The mail would be ignored.</Trans>}
        </Alert>
      )}
    </Panel>
  );
}
