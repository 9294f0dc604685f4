import {
  type CategoryRead,
  type CategoryRef,
  getCategoryBySlugOptions,
  isFailure,
  listArticlesOptions,
  listCategoriesOptions,
  pageState,
  useHelpdeskName,
} from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { StillLooking, WayBack } from '../features/knowledge/Around';
import { ArticleList } from '../features/knowledge/ArticleList';
import { CategoryCards } from '../features/knowledge/CategoryCards';
import { useAsked } from '../features/knowledge/useAsked';
import { HiddenPage } from './HiddenPage';

/** The categories above one, from the top. */
function above(category: CategoryRead, all: CategoryRead[]): CategoryRef[] {
  const parent = all.find(({ id }) => id === category.parent_id);
  return parent ? [...above(parent, all), parent] : [];
}

function Category({ category }: { category: CategoryRead }) {
  const helpdesk = useHelpdeskName();
  const isKnown = pageState.category?.id === category.id;
  const { data: all } = useQuery({
    ...useAsked(listCategoriesOptions()),
    initialData: pageState.categories,
  });
  const { data: articles } = useQuery({
    ...useAsked(listArticlesOptions({ query: { category_id: category.id, limit: 100 } })),
    initialData: isKnown ? pageState.articles : undefined,
  });
  const inside = all?.items.filter((each) => each.parent_id === category.id) ?? [];
  return (
    <div className="sc-read">
      <title>{`${category.name} · ${helpdesk}`}</title>
      <WayBack above={above(category, all?.items ?? [])} />
      <h1 className="sc-title" dir="auto">
        {category.name}
      </h1>
      <p className="sc-dim">{category.description}</p>
      {inside.length > 0 && <CategoryCards categories={inside} />}
      {articles && articles.items.length > 0 && <ArticleList articles={articles.items} />}
      {articles?.items.length === 0 && inside.length === 0 && (
        <p>
          <Trans>There is no article here yet.</Trans>
        </p>
      )}
      <StillLooking />
    </div>
  );
}

/** One category: what stands in it. */
export function CategoryPage() {
  const { slug } = useParams({ from: '/categories/$slug' });
  const known = pageState.category?.slug === slug ? pageState.category : undefined;
  const asked = useQuery({
    ...useAsked(getCategoryBySlugOptions({ path: { slug } })),
    initialData: known,
  });
  const { data, error } = asked;
  if (isFailure(error) && error.status === 404) return <HiddenPage />;
  if (data && data.slug !== slug)
    return <Navigate to="/categories/$slug" params={{ slug: data.slug }} replace />;
  if (data) return <Category key={data.id} category={data} />;
  if (!error) return null;
  return (
    <FailureNotice
      title={<Trans>The category can't be shown</Trans>}
      error={error}
      onRetry={() => void asked.refetch()}
    />
  );
}
