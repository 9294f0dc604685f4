import { type AccessPreviewCreate, createAccessPreviewMutation, isFailure } from '@deskbell/api';
import { explain, FormFailure, toastFailure } from '@deskbell/ui';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Effects } from './Effects';

type Wanted = AccessPreviewCreate['change'];

type Props = {
  label: ReactNode;
  changed: boolean;
  pending: boolean;
  error: unknown;
  /** JSON pointers of faults that are shown elsewhere. */
  fields?: readonly string[];
  /** What would be saved, so that its effect can be asked for first. */
  wanted?: Wanted;
  onUndo: () => void;
};

function say(error: unknown): string {
  if (!isFailure(error) || error.status !== 412) return explain(error);
  return t`Somebody else has changed this in the meantime. What you set is still here: look whether it fits what is stored now, then save again.`;
}

/** The end of a form of rights: what saving would change, saving, taking back, and why it was refused. */
export function SaveBar({ label, changed, pending, error, fields, wanted, onUndo }: Props) {
  const preview = useMutation({
    ...createAccessPreviewMutation(),
    onError: (failure) => toastFailure(t`What it would change can't be told`, failure),
  });
  // What was set since then has another effect.
  const fits = JSON.stringify(preview.variables?.body.change) === JSON.stringify(wanted);
  return (
    <>
      {changed && preview.data && fits && <Effects preview={preview.data} />}
      <FormFailure error={error} fields={fields} say={say} />
      <Group gap="xs">
        <Button type="submit" disabled={!changed} loading={pending}>
          {label}
        </Button>
        {changed && wanted && (
          <Button
            variant="default"
            loading={preview.isPending}
            onClick={() => preview.mutate({ body: { change: wanted } })}
          >
            <Trans>What would change?</Trans>
          </Button>
        )}
        {changed && (
          <Button variant="default" onClick={onUndo}>
            <Trans>Undo</Trans>
          </Button>
        )}
      </Group>
    </>
  );
}
