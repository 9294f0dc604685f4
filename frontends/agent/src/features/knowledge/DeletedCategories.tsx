import {
  type CategoryRead,
  listArticlesQueryKey,
  listCategoriesOptions,
  listCategoriesQueryKey,
  restoreCategoryMutation,
} from '@deskbell/api';
import { Row, Rows, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Categories that were put away, with all that is in them. */
export function DeletedCategories() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data } = useQuery(listCategoriesOptions({ query: { deleted: true } }));
  const restore = useMutation({
    ...restoreCategoryMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listCategoriesQueryKey() });
      void queries.invalidateQueries({ queryKey: listArticlesQueryKey() });
      toast(t`The category is back`);
    },
    onError: (error) => toastFailure(t`The category stays put away`, error),
  });
  const categories: CategoryRead[] = data?.items ?? [];
  if (categories.length === 0) return null;
  return (
    <Rows label={t`Categories that were put away`}>
      {categories.map(({ id, name }) => (
        <Row
          key={id}
          icon={<IconFolder size={18} stroke={1.6} aria-hidden="true" />}
          title={name}
          sub={<Trans>Category, with all that is in it</Trans>}
        >
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t`Bring back ${name}`}
            onClick={() => restore.mutate({ path: { category_id: id } })}
          >
            <Trans>Bring back</Trans>
          </Button>
        </Row>
      ))}
    </Rows>
  );
}
