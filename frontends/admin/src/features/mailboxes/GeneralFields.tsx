import { fieldError, listDepartmentsOptions, type MailboxRead } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from '../../parts/Rows.module.css';

export const GENERAL = ['/address', '/name', '/department_id'];

type Props = { known?: MailboxRead; error: unknown; autoFocus?: boolean };

/** The address, what it is called, and where its tickets go. */
export function GeneralFields({ known, error, autoFocus }: Props) {
  const { t } = useLingui();
  const { data: departments } = useQuery(listDepartmentsOptions());
  return (
    <div className={classes.columns}>
      <TextInput
        name="address"
        type="email"
        label={t`Address`}
        placeholder="support@example.org"
        defaultValue={known?.address ?? ''}
        required
        withAsterisk={false}
        autoFocus={autoFocus}
        error={fieldError(error, '/address') ?? fieldError(error, '?address')}
      />
      <TextInput
        name="name"
        label={t`Sender's name`}
        placeholder={t`Example Support`}
        defaultValue={known?.name ?? ''}
        required
        withAsterisk={false}
        error={fieldError(error, '/name')}
      />
      <NativeSelect
        key={departments ? 'known' : 'waiting'}
        name="department_id"
        label={t`Department of its tickets`}
        defaultValue={known?.department_id}
        error={fieldError(error, '/department_id')}
        data={departments?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
      />
    </div>
  );
}
