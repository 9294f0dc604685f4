import {
  type ArticleSummary,
  listArticlesInfiniteOptions,
  listArticlesQueryKey,
  listCategoriesQueryKey,
  paging,
  restoreArticleMutation,
} from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, Row, Rows, TimeAgo, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AudienceBadge } from './AudienceBadge';
import type { KnowledgeSearch } from './places';

/** Articles, each with its state and for whom it is. */
export function ArticleRows({ search }: { search: KnowledgeSearch }) {
  const { t } = useLingui();
  const query = {
    limit: 50,
    ...(search.category ? { category_id: search.category } : {}),
    ...(search.show === 'drafts' ? { state: 'draft' as const } : {}),
    ...(search.show === 'deleted' ? { deleted: true } : {}),
    sort: search.category ? ('title' as const) : ('-updated_at' as const),
  };
  const list = useInfiniteQuery({ ...listArticlesInfiniteOptions({ query }), ...paging });
  return (
    <Loaded query={list} failure={<Trans>The articles did not come</Trans>}>
      {({ pages }) => {
        const articles = pages.flatMap((page) => page.items);
        if (articles.length === 0) return <Nothing search={search} />;
        return (
          <>
            <Rows label={t`Articles`}>
              {articles.map((article) => (
                <ArticleRow key={article.id} article={article} withPlace={!search.category} />
              ))}
            </Rows>
            <MoreButton list={list} />
          </>
        );
      }}
    </Loaded>
  );
}

function ArticleRow({ article, withPlace }: { article: ArticleSummary; withPlace: boolean }) {
  const { id, title, category, updated_at, agent } = article;
  return (
    <Row
      title={
        agent?.deleted_at ? (
          title
        ) : (
          <Link to="/knowledge/$articleId" params={{ articleId: String(id) }} data-whole-row>
            {title}
          </Link>
        )
      }
      sub={
        <>
          {withPlace && `${category.name} · `}
          {agent?.author && `${agent.author.name} · `}
          <TimeAgo at={updated_at} />
        </>
      }
    >
      {agent && <AudienceBadge of={agent} />}
      {agent?.state === 'draft' && (
        <Badge variant="light" color="yellow" tt="none">
          <Trans>Draft</Trans>
        </Badge>
      )}
      {agent?.deleted_at && <Restore article={article} />}
    </Row>
  );
}

function Restore({ article }: { article: ArticleSummary }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const restore = useMutation({
    ...restoreArticleMutation(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: listArticlesQueryKey() });
      void queries.invalidateQueries({ queryKey: listCategoriesQueryKey() });
      toast(t`The article is back`);
    },
    onError: (error) => toastFailure(t`The article stays put away`, error),
  });
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={restore.isPending}
      aria-label={t`Bring back ${article.title}`}
      onClick={() => restore.mutate({ path: { article_id: article.id } })}
    >
      <Trans>Bring back</Trans>
    </Button>
  );
}

function Nothing({ search }: { search: KnowledgeSearch }) {
  const icon = <IconFileText size={28} stroke={1.5} />;
  if (search.show === 'drafts') {
    return (
      <EmptyState icon={icon} title={<Trans>No draft waits</Trans>}>
        <Trans>An article is a draft until it is published.</Trans>
      </EmptyState>
    );
  }
  if (search.show === 'deleted') {
    return (
      <EmptyState icon={icon} title={<Trans>Nothing was put away</Trans>}>
        <Trans>What is put away can be brought back from here.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title={<Trans>There is no article here yet</Trans>}>
      <Trans>Write the answer that you give most often. Customers find it while they type.</Trans>
    </EmptyState>
  );
}
