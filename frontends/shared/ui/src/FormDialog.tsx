import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { FormFailure } from './FormFailure';
import { submitted } from './submitted';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  action?: ReactNode;
  pending: boolean;
  error: unknown;
  /** JSON pointers of what stands in the form. */
  fields?: readonly string[];
  onSubmit: (value: (name: string) => string) => void;
  children: ReactNode;
};

/** A small form over the page. What was typed stays when it is refused. */
export function FormDialog({ opened, onClose, title, action, children, ...form }: Props) {
  const { t } = useLingui();
  const { pending, error, fields, onSubmit } = form;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    onSubmit((name) => value(name).trim());
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {children}
          <FormFailure error={error} fields={fields} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={pending}>
              {action ?? <Trans>Save</Trans>}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
