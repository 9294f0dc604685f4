import { fieldError, isFailure } from '@deskbell/api';
import { FormDialog } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What it is called so far. */
  name?: string;
  description?: string;
  /** Said at the field when something else is called so. */
  taken: string;
  /** What sends the name. */
  act: { isPending: boolean; error: unknown; reset: () => void };
  /** The name, and what stands in the other fields. */
  onName: (name: string, value: (field: string) => string) => void;
  /** Further fields, and their JSON pointers. */
  children?: ReactNode;
  fields?: readonly string[];
};

/** Asks what something is to be called: a new thing, or one that has a name. */
export function NameDialog({ opened, onClose, title, name, description, taken, act, ...form }: Props) {
  const { t } = useLingui();
  const { onName, children, fields = [] } = form;
  const isTaken = isFailure(act.error) && act.error.code === 'name_taken';
  return (
    <FormDialog
      opened={opened}
      onClose={() => {
        act.reset();
        onClose();
      }}
      title={title}
      pending={act.isPending}
      error={isTaken ? null : act.error}
      fields={['/name', ...fields]}
      onSubmit={(value) => onName(value('name'), value)}
    >
      <TextInput
        label={t`Name`}
        description={description}
        name="name"
        defaultValue={name}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        error={isTaken ? taken : fieldError(act.error, '/name')}
      />
      {children}
    </FormDialog>
  );
}
