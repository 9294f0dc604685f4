import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormFailure } from './FormFailure';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What will be different afterwards. */
  children: ReactNode;
  action: ReactNode;
  color?: string;
  pending: boolean;
  error: unknown;
  say?: (error: unknown) => string;
  onConfirm: () => void;
};

/** Asks before something that can't be taken back; a refusal is said in the same place. */
export function ConfirmDialog({ opened, onClose, title, children, action, color, ...act }: Props) {
  const { t } = useLingui();
  const { pending, error, say, onConfirm } = act;
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <Stack gap="md">
          <div>{children}</div>
          <FormFailure error={error} say={say} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" color={color} loading={pending} data-autofocus>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
