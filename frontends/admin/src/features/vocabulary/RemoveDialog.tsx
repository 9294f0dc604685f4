import { isFailure } from '@deskbell/api';
import { ConfirmDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Thing, Vocabulary } from './words';

type Props = { vocabulary: Vocabulary; thing: Thing | null; others: Thing[]; onClose: () => void };

/** Deletes one; when the server says that tickets have it, asks what they get instead. */
export function RemoveDialog({ vocabulary, thing, others, onClose }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [moveTo, setMoveTo] = useState<string | null>(null);
  const remove = useMutation({
    mutationFn: (doomed: Thing) => vocabulary.remove(doomed, moveTo === null ? null : Number(moveTo)),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: vocabulary.queryKey() });
      toast(t`Deleted`);
      close();
    },
  });
  function close() {
    remove.reset();
    setMoveTo(null);
    onClose();
  }
  const used = moveTo !== null || (isFailure(remove.error) && remove.error.code === 'still_used');
  return (
    <ConfirmDialog
      opened={thing !== null}
      onClose={close}
      title={<Trans>Delete {thing?.name}?</Trans>}
      action={<Trans>Delete</Trans>}
      color="red"
      pending={remove.isPending}
      error={used && moveTo === null ? null : remove.error}
      onConfirm={() => thing && remove.mutate(thing)}
    >
      <Stack gap="sm">
        <Text size="sm">
          <Trans>It can't be chosen any more. What happened with it stays in the history.</Trans>
        </Text>
        {used && (
          <Select
            label={t`Tickets have it. What do they get instead?`}
            data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={moveTo}
            onChange={setMoveTo}
            withAsterisk={false}
            required
          />
        )}
      </Stack>
    </ConfirmDialog>
  );
}
