import {
  listMailRulesOptions,
  listMailRulesQueryKey,
  type MailRuleRead,
  setMailRuleOrderMutation,
  updateMailRuleMutation,
} from '@deskbell/api';
import { EmptyState, FailureNotice, toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconFilter } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RowsSkeleton } from '../../parts/Listing';
import { ButtonLink, TextLink } from '../../parts/links';
import classes from '../../parts/Rows.module.css';
import mine from './Rules.module.css';

/** Every parser rule in its order, which can be changed; each can be switched off. */
export function RuleList() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const key = listMailRulesQueryKey();
  const { data, error, refetch } = useQuery(listMailRulesOptions());
  const order = useMutation({
    ...setMailRuleOrderMutation(),
    onError: (failure) => toastFailure(t`The order is as before`, failure),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  if (!data && error) {
    return (
      <FailureNotice title={t`The rules could not be loaded`} error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <RowsSkeleton />;
  if (data.items.length === 0) {
    return (
      <EmptyState
        icon={<IconFilter size={28} stroke={1.5} />}
        title={<Trans>No rule yet</Trans>}
        action={
          <ButtonLink to="/mail/rules/$ruleId" params={{ ruleId: 'new' }}>
            <Trans>Make a rule</Trans>
          </ButtonLink>
        }
      >
        <Trans>Rules sort mail as it comes in: into departments, with labels, or out of the way.</Trans>
      </EmptyState>
    );
  }
  const move = (from: number, to: number) => {
    const rules = [...data.items];
    rules.splice(to, 0, ...rules.splice(from, 1));
    queries.setQueryData(key, { ...data, items: rules });
    order.mutate({ body: { rule_ids: rules.map(({ id }) => id) } });
  };
  return (
    <ul className={classes.rows} aria-label={t`Rules`}>
      {data.items.map((rule, place) => (
        <li key={rule.id}>
          <Rule
            rule={rule}
            place={place}
            onUp={place > 0 ? () => move(place, place - 1) : null}
            onDown={place < data.items.length - 1 ? () => move(place, place + 1) : null}
          />
        </li>
      ))}
    </ul>
  );
}

type RuleProps = {
  rule: MailRuleRead;
  place: number;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
};

function Rule({ rule, place, onUp, onDown }: RuleProps) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { name } = rule;
  const change = useMutation({
    ...updateMailRuleMutation(),
    onError: (error) => toastFailure(t`The rule is as before`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listMailRulesQueryKey() }),
  });
  const does = {
    refuse: t`refuses`,
    hold: t`holds for a person`,
    ignore: t`ignores`,
  };
  return (
    <div className={classes.row}>
      <span className={mine.place}>{place + 1}</span>
      <span className={classes.main}>
        <div className={classes.name}>
          <TextLink to="/mail/rules/$ruleId" params={{ ruleId: String(rule.id) }} fz="inherit" fw="inherit">
            {name}
          </TextLink>
        </div>
        <div className={classes.more}>
          <Plural value={rule.conditions.length} one="# condition" other="# conditions" />
          {' · '}
          {rule.decision ? does[rule.decision] : t`sorts`}
          {rule.phase === 'before' && ` · ${t`before reading`}`}
          {rule.stop && ` · ${t`last one`}`}
        </div>
      </span>
      <Switch
        aria-label={t`Switch ${name} on`}
        checked={rule.enabled}
        onChange={(event) =>
          change.mutate({ path: { rule_id: rule.id }, body: { enabled: event.currentTarget.checked } })
        }
      />
      <ActionIcon.Group>
        <ActionIcon
          variant="default"
          aria-label={t`Move ${name} up`}
          disabled={!onUp}
          onClick={onUp ?? undefined}
        >
          <IconArrowUp size={15} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={t`Move ${name} down`}
          disabled={!onDown}
          onClick={onDown ?? undefined}
        >
          <IconArrowDown size={15} />
        </ActionIcon>
      </ActionIcon.Group>
    </div>
  );
}
