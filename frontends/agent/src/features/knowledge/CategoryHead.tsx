import {
  type CategoryRead,
  deleteCategoryMutation,
  homeUrl,
  listArticlesQueryKey,
  listCategoriesQueryKey,
  setCategoryAudienceMutation,
  setCategoryOrderMutation,
} from '@deskbell/api';
import { ConfirmDialog, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconExternalLink,
  IconPencil,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AudienceBadge } from './AudienceBadge';
import { AudienceDialog } from './AudienceDialog';
import { CategoryDialog } from './CategoryDialog';
import classes from './Knowledge.module.css';

type Props = { category: CategoryRead; categories: CategoryRead[]; onGone: () => void };
type Opened = 'edit' | 'audience' | 'delete' | null;

/** What a category is called and for whom it is, and what can be done with it. */
export function CategoryHead({ category, categories, onGone }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [opened, setOpened] = useState<Opened>(null);
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: listCategoriesQueryKey() });
    void queries.invalidateQueries({ queryKey: listArticlesQueryKey() });
  };
  const close = () => setOpened(null);
  const done = (said: string) => {
    refresh();
    toast(said);
    close();
  };
  const choose = useMutation({ ...setCategoryAudienceMutation(), onSuccess: () => done(t`Audience saved`) });
  const remove = useMutation({
    ...deleteCategoryMutation(),
    onSuccess: () => {
      done(t`Category put away`);
      onGone();
    },
  });
  const order = useMutation({
    ...setCategoryOrderMutation(),
    onSuccess: refresh,
    onError: (error) => toastFailure(t`The order stays as it was`, error),
  });
  const beside = categories.filter((each) => each.parent_id === category.parent_id).map(({ id }) => id);
  const place = beside.indexOf(category.id);
  const move = (by: number) => {
    const ids = beside.filter((id) => id !== category.id);
    ids.splice(place + by, 0, category.id);
    order.mutate({ body: { parent_id: category.parent_id, ids } });
  };
  const parent = categories.find(({ id }) => id === category.parent_id);
  const path = { category_id: category.id };
  const headers = { 'If-Match': `"${category.agent?.version}"` };
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        <h2 className={classes.title}>{category.name}</h2>
        {category.description && <p className={classes.dim}>{category.description}</p>}
      </div>
      <div className={classes.actions}>
        {category.agent && <AudienceBadge of={category.agent} />}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUsers size={15} />}
          onClick={() => setOpened('audience')}
        >
          <Trans>Audience</Trans>
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={t`More about ${category.name}`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setOpened('edit')}>
              <Trans>Change</Trans>
            </Menu.Item>
            <Menu.Item
              component="a"
              href={`${homeUrl('user')}categories/${encodeURIComponent(category.slug)}`}
              target="_blank"
              leftSection={<IconExternalLink size={15} />}
            >
              <Trans>Open in the support center</Trans>
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowUp size={15} />} disabled={place < 1} onClick={() => move(-1)}>
              <Trans>Move up</Trans>
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowDown size={15} />}
              disabled={place === beside.length - 1}
              onClick={() => move(1)}
            >
              <Trans>Move down</Trans>
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setOpened('delete')}>
              <Trans>Put away</Trans>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {opened === 'edit' && (
        <CategoryDialog
          category={category}
          categories={categories}
          opened
          onClose={close}
          onDone={() => {
            refresh();
            close();
          }}
        />
      )}
      {opened === 'audience' && category.agent && (
        <AudienceDialog
          above={parent?.name ?? null}
          audience={category.agent.audience}
          groupIds={category.agent.group_ids}
          opened
          pending={choose.isPending}
          error={choose.error}
          onClose={close}
          onChoose={(body) => choose.mutate({ path, body, headers })}
        />
      )}
      <ConfirmDialog
        opened={opened === 'delete'}
        onClose={close}
        title={<Trans>Put the category {category.name} away?</Trans>}
        action={<Trans>Put away</Trans>}
        color="red"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ path, headers })}
      >
        <Trans>Everything in it goes with it, and comes back with it.</Trans>
      </ConfirmDialog>
    </div>
  );
}
