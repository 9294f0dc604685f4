import {
  type CategoryRead,
  createCategoryMutation,
  fieldError,
  listCategoriesQueryKey,
  updateCategoryMutation,
} from '@deskbell/api';
import { FormDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { choices } from './places';

const FIELDS = ['/name', '/slug', '/description', '/parent_id'];

type Props = {
  category: CategoryRead | null;
  parentId?: number;
  categories: CategoryRead[];
  opened: boolean;
  onClose: () => void;
  onDone: (category: CategoryRead) => void;
};

/** Makes a category, or renames and moves one. */
export function CategoryDialog({ category, parentId, categories, opened, onClose, onDone }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [parent, setParent] = useState<string | null>(String(category?.parent_id ?? parentId ?? ''));
  const onSuccess = (made: CategoryRead) => {
    void queries.invalidateQueries({ queryKey: listCategoriesQueryKey() });
    toast(category ? t`Category saved` : t`Category made. Only agents see it until you choose an audience.`);
    onDone(made);
  };
  const create = useMutation({ ...createCategoryMutation(), onSuccess });
  const update = useMutation({ ...updateCategoryMutation(), onSuccess });
  const act = category ? update : create;
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={category ? <Trans>Change the category</Trans> : <Trans>New category</Trans>}
      pending={act.isPending}
      error={act.error}
      fields={FIELDS}
      onSubmit={(value) => {
        const slug = value('slug');
        const body = {
          name: value('name'),
          description: value('description'),
          parent_id: parent ? Number(parent) : null,
          ...(slug ? { slug } : {}),
        };
        if (!category) create.mutate({ body });
        else {
          const headers = { 'If-Match': `"${category.agent?.version}"` };
          update.mutate({ path: { category_id: category.id }, body, headers });
        }
      }}
    >
      <TextInput
        label={t`Name`}
        name="name"
        defaultValue={category?.name}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={100}
        error={fieldError(act.error, '/name')}
      />
      <TextInput
        label={t`Description`}
        description={t`One sentence that customers read below the name.`}
        name="description"
        defaultValue={category?.description}
        maxLength={300}
        error={fieldError(act.error, '/description')}
      />
      <Select
        label={t`Stands in`}
        data={[{ value: '', label: t`At the top` }, ...choices(categories, category?.id)]}
        value={parent}
        onChange={setParent}
        allowDeselect={false}
        error={fieldError(act.error, '/parent_id')}
      />
      <TextInput
        label={t`End of its address`}
        description={
          category ? t`The address before leads on to the new one.` : t`Left empty, it is made of the name.`
        }
        name="slug"
        defaultValue={category?.slug}
        maxLength={80}
        spellCheck={false}
        error={fieldError(act.error, '/slug')}
      />
    </FormDialog>
  );
}
