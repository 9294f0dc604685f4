import { type CategoryRead, getArticleOptions, listCategoriesOptions, useHelpdeskName } from '@deskbell/api';
import { RequireSession } from '@deskbell/session';
import { EmptyState, Loaded } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconBook2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ArticleForm } from '../features/knowledge/ArticleForm';
import { ArticleRows } from '../features/knowledge/ArticleRows';
import { CategoryDialog } from '../features/knowledge/CategoryDialog';
import { CategoryHead } from '../features/knowledge/CategoryHead';
import { DeletedCategories } from '../features/knowledge/DeletedCategories';
import classes from '../features/knowledge/Knowledge.module.css';
import { KnowledgeNav } from '../features/knowledge/KnowledgeNav';
import type { KnowledgeSearch } from '../features/knowledge/places';

type InsideProps = { categories: CategoryRead[]; search: KnowledgeSearch; onNewCategory: () => void };

function List({ categories, search, onNewCategory }: InsideProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const category = categories.find(({ id }) => id === search.category);
  const titles = { all: t`All articles`, drafts: t`Drafts`, deleted: t`Put away` };
  if (categories.length === 0 && search.show !== 'deleted') {
    return (
      <EmptyState
        icon={<IconBook2 size={28} stroke={1.5} />}
        title={<Trans>The knowledge base begins with a category</Trans>}
        action={
          <Button size="xs" onClick={onNewCategory}>
            <Trans>New category</Trans>
          </Button>
        }
      >
        <Trans>Articles stand in categories. Only agents see a new one until you choose who else may.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      {category ? (
        <CategoryHead
          key={category.id}
          category={category}
          categories={categories}
          onGone={() => void navigate({ to: '/knowledge', search: { show: 'all' } })}
        />
      ) : (
        <h2 className={classes.title}>{titles[search.show ?? 'all']}</h2>
      )}
      {search.show === 'deleted' && <DeletedCategories />}
      <ArticleRows search={search} />
    </>
  );
}

function Article({ articleId, categories }: { articleId: number | null; categories: CategoryRead[] }) {
  const navigate = useNavigate();
  const search: KnowledgeSearch = useSearch({ from: '/knowledge' });
  const article = useQuery({
    ...getArticleOptions({ path: { article_id: articleId ?? 0 } }),
    enabled: articleId !== null,
  });
  const shared = {
    categories,
    onMade: (id: number) =>
      void navigate({ to: '/knowledge/$articleId', params: { articleId: String(id) }, replace: true }),
    onGone: (category: number) => void navigate({ to: '/knowledge', search: { category } }),
  };
  if (articleId === null) return <ArticleForm article={null} categoryId={search.category} {...shared} />;
  return (
    <Loaded query={article} failure={<Trans>The article can't be shown</Trans>}>
      {(known) => <ArticleForm key={known.id} article={known} {...shared} />}
    </Loaded>
  );
}

function Knowledge() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const navigate = useNavigate();
  const search: KnowledgeSearch = useSearch({ from: '/knowledge' });
  const { articleId } = useParams({ strict: false });
  const { pathname } = useLocation();
  const [making, setMaking] = useState(false);
  const categories = useQuery(listCategoriesOptions());
  const writing = articleId !== undefined || pathname.endsWith('/knowledge/new');
  const inside = writing || search.category !== undefined || search.show !== undefined;
  const items = categories.data?.items ?? [];
  const onNewCategory = () => setMaking(true);
  return (
    <div className={classes.page} data-inside={inside || undefined}>
      <title>{`${t`Knowledge`} · ${helpdesk}`}</title>
      <KnowledgeNav categories={items} search={search} onNewCategory={onNewCategory} />
      <main className={classes.main}>
        <div className={classes.inside}>
          {inside && (
            <Link
              to="/knowledge"
              search={writing && search.category ? { category: search.category } : {}}
              className={classes.back}
            >
              <IconArrowLeft size={15} stroke={2} aria-hidden="true" />
              <Trans>Knowledge</Trans>
            </Link>
          )}
          <Loaded query={categories} failure={<Trans>The categories did not come</Trans>}>
            {() =>
              writing ? (
                <Article
                  key={articleId ?? 'new'}
                  articleId={articleId === undefined ? null : Number(articleId)}
                  categories={items}
                />
              ) : (
                <List categories={items} search={search} onNewCategory={onNewCategory} />
              )
            }
          </Loaded>
        </div>
      </main>
      {making && (
        <CategoryDialog
          category={null}
          parentId={search.category}
          categories={items}
          opened
          onClose={() => setMaking(false)}
          onDone={({ id }) => {
            setMaking(false);
            void navigate({ to: '/knowledge', search: { category: id } });
          }}
        />
      )}
    </div>
  );
}

/** The knowledge base as it is written: its tree, its articles, and one of them. */
export function KnowledgePage() {
  return <RequireSession skeleton={<Skeleton height="100dvh" />}>{() => <Knowledge />}</RequireSession>;
}
