import { isFailure } from '@deskbell/api';
import { explain, FormFailure } from '@deskbell/ui';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = {
  label: ReactNode;
  changed: boolean;
  pending: boolean;
  error: unknown;
  /** JSON pointers of faults that are shown elsewhere. */
  fields?: readonly string[];
  onUndo: () => void;
};

function say(error: unknown): string {
  if (!isFailure(error) || error.status !== 412) return explain(error);
  return t`Somebody else has changed this in the meantime. What you set is still here: look whether it fits what is stored now, then save again.`;
}

/** The end of a form of rights: saving, taking back what was set, and why it was refused. */
export function SaveBar({ label, changed, pending, error, fields, onUndo }: Props) {
  return (
    <>
      <FormFailure error={error} fields={fields} say={say} />
      <Group gap="xs">
        <Button type="submit" disabled={!changed} loading={pending}>
          {label}
        </Button>
        {changed && (
          <Button variant="default" onClick={onUndo}>
            <Trans>Undo</Trans>
          </Button>
        )}
      </Group>
    </>
  );
}
