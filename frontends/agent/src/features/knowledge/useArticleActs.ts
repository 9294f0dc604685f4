import {
  type ArticleRead,
  createArticleMutation,
  deleteArticleMutation,
  getArticleQueryKey,
  listArticlesQueryKey,
  listCategoriesQueryKey,
  setArticleAudienceMutation,
  setArticlePublishedMutation,
  unsetArticlePublishedMutation,
  updateArticleMutation,
} from '@deskbell/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** What can be done to an article; lists and the tree follow. */
export function useArticleActs() {
  const queries = useQueryClient();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: listArticlesQueryKey() });
    void queries.invalidateQueries({ queryKey: listCategoriesQueryKey() });
  };
  const onSuccess = (article: ArticleRead) => {
    queries.setQueryData(getArticleQueryKey({ path: { article_id: article.id } }), article);
    refresh();
  };
  const create = useMutation({ ...createArticleMutation(), onSuccess });
  const update = useMutation({ ...updateArticleMutation(), onSuccess });
  const publish = useMutation({ ...setArticlePublishedMutation(), onSuccess });
  const unpublish = useMutation({ ...unsetArticlePublishedMutation(), onSuccess });
  const choose = useMutation({ ...setArticleAudienceMutation(), onSuccess });
  const remove = useMutation({ ...deleteArticleMutation(), onSuccess: refresh });
  const all = [create, update, publish, unpublish];
  return {
    create,
    update,
    publish,
    unpublish,
    choose,
    remove,
    pending: all.some(({ isPending }) => isPending),
    error: all.map(({ error }) => error).find((error) => error !== null) ?? null,
    forget: () => {
      for (const each of all) each.reset();
    },
  };
}
