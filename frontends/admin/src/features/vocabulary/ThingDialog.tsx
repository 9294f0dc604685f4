import { fieldError } from '@deskbell/api';
import { FormDialog, toast } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ColorField } from './ColorField';
import { KINDS } from './kinds';
import type { Thing, Typed, Vocabulary } from './words';

type Props = { vocabulary: Vocabulary; thing: Thing | null; opened: boolean; onClose: () => void };

/** Makes a status, priority, type or label, or changes one. */
export function ThingDialog({ vocabulary, thing, opened, onClose }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [kind, setKind] = useState('open');
  const save = useMutation({
    mutationFn: (typed: Typed) => (thing ? vocabulary.update(thing, typed) : vocabulary.create(typed)),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: vocabulary.queryKey() });
      toast(t`Saved`);
      onClose();
    },
  });
  const { error } = save;
  return (
    <FormDialog
      opened={opened}
      onClose={() => {
        save.reset();
        onClose();
      }}
      title={t(thing ? vocabulary.change : vocabulary.make)}
      pending={save.isPending}
      error={error}
      fields={['/name', '/color', '/public_name']}
      onSubmit={(value) =>
        save.mutate({
          name: value('name'),
          color: vocabulary.hasColor ? value('color') : '',
          publicName: vocabulary.hasKind ? value('public_name') : '',
          kind,
        })
      }
    >
      <TextInput
        label={t`Name`}
        name="name"
        defaultValue={thing?.name}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={60}
        error={fieldError(error, '/name')}
      />
      {vocabulary.hasKind && (
        <TextInput
          label={t`Name for customers`}
          description={t`What customers read. Empty: the same.`}
          name="public_name"
          defaultValue={thing?.public_name}
          maxLength={60}
          error={fieldError(error, '/public_name')}
        />
      )}
      {vocabulary.hasKind && !thing && (
        <Select
          label={t`Kind`}
          description={t`What it means to the helpdesk. It can't be changed later.`}
          data={Object.entries(KINDS).map(([value, label]) => ({ value, label: t(label) }))}
          value={kind}
          onChange={(chosen) => setKind(chosen ?? 'open')}
          allowDeselect={false}
        />
      )}
      {vocabulary.hasColor && <ColorField defaultValue={thing?.color} error={fieldError(error, '/color')} />}
    </FormDialog>
  );
}
