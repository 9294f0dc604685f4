import {
  fieldError,
  listDepartmentsOptions,
  listLabelsOptions,
  listPrioritiesOptions,
  listTicketTypesOptions,
  type MailRuleCreate,
} from '@deskbell/api';
import { Panel } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { MultiSelect, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from '../../parts/Rows.module.css';

type Props = {
  draft: MailRuleCreate;
  error: unknown;
  onChange: (part: Partial<MailRuleCreate>) => void;
};

const choices = (items: { id: number; name: string }[] | undefined, none: string) => [
  { value: '', label: none },
  ...(items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
];

/** What a rule does with the mails that it takes hold of. */
export function RuleEffects({ draft, error, onChange }: Props) {
  const { t } = useLingui();
  const { data: departments } = useQuery(listDepartmentsOptions());
  const { data: priorities } = useQuery(listPrioritiesOptions());
  const { data: types } = useQuery(listTicketTypesOptions());
  const { data: labels } = useQuery(listLabelsOptions());
  return (
    <Panel title={<Trans>Then</Trans>}>
      <div className={classes.columns}>
        <NativeSelect
          label={t`What becomes of the mail`}
          value={draft.decision ?? ''}
          onChange={(event) => onChange({ decision: (event.currentTarget.value || null) as 'hold' | null })}
          data={[
            { value: '', label: t`It becomes a message` },
            { value: 'hold', label: t`It is held for a person` },
            { value: 'ignore', label: t`It is kept and ignored` },
            { value: 'refuse', label: t`It is kept as refused` },
          ]}
        />
        {draft.decision && (
          <TextInput
            label={t`Reason, for the ledger`}
            value={draft.reason ?? ''}
            onChange={(event) => onChange({ reason: event.currentTarget.value })}
            error={fieldError(error, '/reason')}
          />
        )}
      </div>
      {!draft.decision && (
        <>
          <div className={classes.columns}>
            <NativeSelect
              label={t`Department of a new ticket`}
              value={draft.department_id ?? ''}
              onChange={(event) => onChange({ department_id: Number(event.currentTarget.value) || null })}
              data={choices(departments?.items, t`The mailbox's`)}
            />
            <NativeSelect
              label={t`Priority of a new ticket`}
              value={draft.priority_id ?? ''}
              onChange={(event) => onChange({ priority_id: Number(event.currentTarget.value) || null })}
              data={choices(priorities?.items, t`The mailbox's`)}
            />
            <NativeSelect
              label={t`Type of a new ticket`}
              value={draft.type_id ?? ''}
              onChange={(event) => onChange({ type_id: Number(event.currentTarget.value) || null })}
              data={choices(types?.items, t`The mailbox's`)}
            />
          </div>
          <MultiSelect
            label={t`Labels`}
            value={(draft.label_ids ?? []).map(String)}
            onChange={(next) => onChange({ label_ids: next.map(Number) })}
            data={labels?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
            searchable
          />
          <Switch
            label={t`Treat it as written by a program`}
            description={t`It is not answered by itself, and reopens nothing.`}
            checked={draft.automatic ?? false}
            onChange={(event) => onChange({ automatic: event.currentTarget.checked })}
          />
        </>
      )}
      <Switch
        label={t`No later rule looks at the mail`}
        checked={draft.stop ?? false}
        onChange={(event) => onChange({ stop: event.currentTarget.checked })}
      />
    </Panel>
  );
}
