import { fieldError, type RestrictionsRead } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { NumberInput, Stack, Switch, TagsInput, TextInput } from '@mantine/core';

type Restrictions = Pick<
  RestrictionsRead,
  'addresses' | 'second_factor_required' | 'expires_at' | 'records_an_hour'
>;

type Props = {
  value: Restrictions;
  onChange: (value: Restrictions) => void;
  error: unknown;
  /** Where they stand in the body that is sent. */
  at: string;
};

/** Whether two sets of restrictions say the same. */
export const sameRestrictions = (one: Restrictions, other: Restrictions) =>
  JSON.stringify(one) === JSON.stringify(other);

/** Only what restricts, of something that says more. */
export const restrictionsIn = ({
  addresses,
  second_factor_required,
  expires_at,
  records_an_hour,
}: Restrictions): Restrictions => ({ addresses, second_factor_required, expires_at, records_an_hour });

/** JSON pointers of everything that may be refused. */
export const restrictionPointers = (at: string, { addresses }: Restrictions) => [
  ...addresses.map((_, place) => `${at}/addresses/${place}`),
  `${at}/addresses`,
  `${at}/expires_at`,
  `${at}/records_an_hour`,
];

const dayOf = (moment: string | null) => {
  if (moment === null) return '';
  const at = new Date(moment);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};
const endOf = (day: string) => (day === '' ? null : new Date(`${day}T23:59:59`).toISOString());

/** What stands beside grants and cuts down. */
export function RestrictionFields({ value, onChange, error, at }: Props) {
  const { t } = useLingui();
  const set = (change: Partial<Restrictions>) => onChange({ ...value, ...change });
  const address = value.addresses
    .map((_, place) => fieldError(error, `${at}/addresses/${place}`))
    .find((fault) => fault !== undefined);
  return (
    <Stack gap="sm">
      <TagsInput
        label={t`Sign in only from these addresses`}
        description={t`Networks as 192.0.2.0/24; empty: from anywhere.`}
        value={value.addresses}
        onChange={(addresses) => set({ addresses })}
        error={address ?? fieldError(error, `${at}/addresses`)}
      />
      <Switch
        label={t`A second factor is required to sign in`}
        checked={value.second_factor_required}
        onChange={(event) => set({ second_factor_required: event.currentTarget.checked })}
      />
      <TextInput
        type="date"
        label={t`Last day`}
        description={t`Afterwards nobody signs in with the account, and it opens nothing. Empty: it does not end.`}
        value={dayOf(value.expires_at)}
        onChange={(event) => set({ expires_at: endOf(event.currentTarget.value) })}
        error={fieldError(error, `${at}/expires_at`)}
        maw={260}
      />
      <NumberInput
        label={t`Most records read in an hour`}
        description={t`Tickets and people, of each agent. Empty: any number.`}
        value={value.records_an_hour ?? ''}
        onChange={(number) => set({ records_an_hour: typeof number === 'number' ? number : null })}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        hideControls
        error={fieldError(error, `${at}/records_an_hour`)}
        maw={260}
      />
    </Stack>
  );
}
