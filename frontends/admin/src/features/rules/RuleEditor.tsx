import {
  createMailRuleMutation,
  deleteMailRuleMutation,
  fieldError,
  listMailboxesOptions,
  listMailRulesQueryKey,
  type MailRuleCreate,
  type MailRuleRead,
  type MailRuleTrial,
  updateMailRuleMutation,
} from '@deskbell/api';
import { FormFailure, Panel, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import classes from '../../parts/Rows.module.css';
import { ConditionRow } from './ConditionRow';
import { type Condition, emptyCondition } from './fields';
import { RuleEffects } from './RuleEffects';
import mine from './Rules.module.css';
import { RuleTrial } from './RuleTrial';

/** The part of a rule that is written; the rest is the server's. */
function draftOf(rule: MailRuleRead | null): MailRuleCreate {
  if (!rule) return { name: '', conditions: [emptyCondition('subject', 0)] };
  const { id: _id, position: _position, created_at: _c, updated_at: _u, version: _v, ...draft } = rule;
  return draft;
}

type Props = { rule: MailRuleRead | null; onDone: () => void };

/** A rule: when it takes hold, what it does then, and what it would make of a mail. */
export function RuleEditor({ rule, onDone }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [trial, setTrial] = useState<MailRuleTrial | null>(null);
  const { data: mailboxes } = useQuery(listMailboxesOptions());
  const done = () => {
    void queries.invalidateQueries({ queryKey: listMailRulesQueryKey() });
    toast(t`Saved`);
    onDone();
  };
  const create = useMutation({ ...createMailRuleMutation(), onSuccess: done });
  const change = useMutation({ ...updateMailRuleMutation(), onSuccess: done });
  const remove = useMutation({
    ...deleteMailRuleMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listMailRulesQueryKey() });
      onDone();
    },
    onError: (error) => toastFailure(t`The rule is still there`, error),
  });
  const set = (part: Partial<MailRuleCreate>) => {
    setTrial(null);
    setDraft({ ...draft, ...part });
  };
  const error = create.error ?? change.error;
  const headers = rule ? { 'If-Match': `"${rule.version}"` } : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rule) change.mutate({ path: { rule_id: rule.id }, headers, body: draft });
    else create.mutate({ body: draft });
  };
  const setCondition = (place: number, next: Condition) =>
    set({ conditions: draft.conditions.map((each, index) => (index === place ? next : each)) });
  const shown = draft.conditions.flatMap((_, place) =>
    ['', '/value', '/header', '/network', '/mailbox_id', '/operator'].map(
      (end) => `/conditions/${place}${end}`,
    ),
  );
  return (
    <>
      <form className={classes.form} onSubmit={submit}>
        <Panel title={<Trans>When</Trans>}>
          <div className={classes.columns}>
            <TextInput
              label={t`Name`}
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
              required
              withAsterisk={false}
              error={fieldError(error, '/name')}
            />
            <NativeSelect
              label={t`It looks at a mail`}
              value={draft.phase ?? 'after'}
              onChange={(event) => set({ phase: event.currentTarget.value as 'before' })}
              error={fieldError(error, '/phase')}
              data={[
                { value: 'after', label: t`after it was read` },
                { value: 'before', label: t`before it is read` },
              ]}
            />
            <NativeSelect
              label={t`It takes hold if`}
              value={draft.needs ?? 'all'}
              onChange={(event) => set({ needs: event.currentTarget.value as 'all' })}
              data={[
                { value: 'all', label: t`all conditions hold` },
                { value: 'any', label: t`any condition holds` },
              ]}
            />
          </div>
          <ul className={mine.conditions} aria-label={t`Conditions`}>
            {draft.conditions.map((condition, place) => (
              <ConditionRow
                // biome-ignore lint/suspicious/noArrayIndexKey: a condition is nothing but its place
                key={place}
                place={place}
                condition={condition}
                mailboxes={mailboxes?.items ?? []}
                error={error}
                held={trial?.rules[0]?.conditions[place]}
                onChange={(next) => setCondition(place, next)}
                onRemove={
                  draft.conditions.length > 1
                    ? () => set({ conditions: draft.conditions.filter((_, index) => index !== place) })
                    : null
                }
              />
            ))}
          </ul>
          <div>
            <Button
              size="xs"
              variant="default"
              onClick={() => set({ conditions: [...draft.conditions, emptyCondition('sender', 0)] })}
            >
              <Trans>Add a condition</Trans>
            </Button>
          </div>
        </Panel>
        <RuleEffects draft={draft} error={error} onChange={set} />
        <Switch
          label={t`Switched on`}
          checked={draft.enabled ?? true}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <FormFailure error={error} fields={['/name', '/phase', '/reason', ...shown]} />
        <div className={classes.end}>
          <Button type="submit" loading={create.isPending || change.isPending}>
            <Trans>Save</Trans>
          </Button>
          {rule && (
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate({ path: { rule_id: rule.id }, headers })}
            >
              <Trans>Delete this rule</Trans>
            </Button>
          )}
        </div>
      </form>
      <RuleTrial rule={draft} trial={trial} onTried={setTrial} />
    </>
  );
}
