import { fieldError, type MailboxRead } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import {
  type Condition,
  emptyCondition,
  FIELDS,
  type Field,
  fieldName,
  operatorName,
  TEXT_OPERATORS,
  type TextOperator,
} from './fields';
import classes from './Rules.module.css';

type Props = {
  place: number;
  condition: Condition;
  mailboxes: MailboxRead[];
  error: unknown;
  /** Whether it held for the mail that the rule was tried on. */
  held: boolean | undefined;
  onChange: (next: Condition) => void;
  onRemove: (() => void) | null;
};

/** One condition: what is looked at, how it is compared, with what. */
export function ConditionRow({ place, condition, mailboxes, error, held, onChange, onRemove }: Props) {
  const { t } = useLingui();
  const number = place + 1;
  return (
    <li className={classes.condition} data-held={held}>
      <NativeSelect
        aria-label={t`What condition ${number} looks at`}
        value={condition.field}
        onChange={(event) =>
          onChange(emptyCondition(event.currentTarget.value as Field, mailboxes[0]?.id ?? 0))
        }
        data={FIELDS.map((value) => ({ value, label: fieldName(value) }))}
      />
      <NativeSelect
        aria-label={t`Whether condition ${number} has to hold`}
        value={condition.negated ? 'not' : ''}
        onChange={(event) => onChange({ ...condition, negated: event.currentTarget.value === 'not' })}
        data={[
          { value: '', label: t`yes` },
          { value: 'not', label: t`not` },
        ]}
      />
      <Comparison
        condition={condition}
        mailboxes={mailboxes}
        onChange={onChange}
        fault={
          ['value', 'header', 'network', 'mailbox_id', 'operator', '']
            .map((name) => fieldError(error, `/conditions/${place}${name && `/${name}`}`))
            .find(Boolean) ?? faultOf(error, place)
        }
      />
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t`Remove condition ${number}`}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </li>
  );
}

/** The server's fault below a condition, however deep it points. */
function faultOf(error: unknown, place: number): string | undefined {
  const { errors } = (error ?? {}) as { errors?: { pointer: string; message: string }[] };
  return errors?.find(({ pointer }) => pointer.startsWith(`/conditions/${place}/`))?.message;
}

type ComparisonProps = {
  condition: Condition;
  mailboxes: MailboxRead[];
  fault: string | undefined;
  onChange: (next: Condition) => void;
};

function Comparison({ condition, mailboxes, fault, onChange }: ComparisonProps) {
  const { t } = useLingui();
  switch (condition.field) {
    case 'automatic':
      return <span />;
    case 'size':
    case 'attachments':
      return (
        <div className={classes.pair}>
          <NativeSelect
            aria-label={t`Comparison`}
            value={condition.operator}
            onChange={(event) =>
              onChange({ ...condition, operator: event.currentTarget.value as 'over' | 'under' })
            }
            data={[
              { value: 'over', label: t`over` },
              { value: 'under', label: t`under` },
            ]}
          />
          <NumberInput
            aria-label={t`Number`}
            value={condition.value}
            min={0}
            error={fault}
            onChange={(value) => onChange({ ...condition, value: Number(value) || 0 })}
          />
        </div>
      );
    case 'mailbox':
      return (
        <NativeSelect
          aria-label={t`Mailbox`}
          value={condition.mailbox_id}
          error={fault}
          onChange={(event) => onChange({ ...condition, mailbox_id: Number(event.currentTarget.value) })}
          data={mailboxes.map(({ id, address }) => ({ value: String(id), label: address }))}
        />
      );
    case 'source':
      return (
        <NativeSelect
          aria-label={t`Way in`}
          value={condition.value}
          onChange={(event) => onChange({ ...condition, value: event.currentTarget.value as 'smtp' })}
          data={['smtp', 'lmtp', 'imap'].map((value) => ({ value, label: value.toUpperCase() }))}
        />
      );
    case 'verdict':
      return (
        <NativeSelect
          aria-label={t`Verdict`}
          value={condition.value}
          onChange={(event) => onChange({ ...condition, value: event.currentTarget.value as 'pass' })}
          data={[
            { value: 'pass', label: t`surely its author's` },
            { value: 'none', label: t`nothing speaks for it` },
            { value: 'fail', label: t`most likely forged` },
          ]}
        />
      );
    case 'client':
      return (
        <TextInput
          aria-label={t`Network`}
          placeholder="192.0.2.0/24"
          value={condition.network}
          error={fault}
          onChange={(event) => onChange({ ...condition, network: event.currentTarget.value })}
        />
      );
    default:
      return (
        <div className={classes.pair}>
          {condition.field === 'header' && (
            <TextInput
              aria-label={t`Name of the header`}
              value={condition.header ?? ''}
              onChange={(event) => onChange({ ...condition, header: event.currentTarget.value })}
            />
          )}
          <NativeSelect
            aria-label={t`Comparison`}
            value={condition.operator}
            onChange={(event) => {
              const operator = event.currentTarget.value as TextOperator;
              const value = operator === 'present' ? null : (condition.value ?? '');
              onChange({ ...condition, operator, value });
            }}
            data={TEXT_OPERATORS.map((value) => ({ value, label: operatorName(value) }))}
          />
          {condition.operator !== 'present' && (
            <TextInput
              aria-label={t`Text to compare with`}
              value={condition.value ?? ''}
              error={fault}
              onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
            />
          )}
        </div>
      );
  }
}
