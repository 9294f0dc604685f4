import {
  type ArticleRead,
  getArticleBySlugOptions,
  isFailure,
  pageState,
  useHelpdeskName,
} from '@deskbell/api';
import { ArticleBody, FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { StillLooking, WayBack } from '../features/knowledge/Around';
import { Helpful } from '../features/knowledge/Helpful';
import { useAsked } from '../features/knowledge/useAsked';
import { HiddenPage } from './HiddenPage';

function Article({ article }: { article: ArticleRead }) {
  const { i18n } = useLingui();
  const helpdesk = useHelpdeskName();
  const { title, updated_at: at, html, categories } = article;
  return (
    <div className="sc-read">
      <title>{`${title} · ${helpdesk}`}</title>
      <WayBack above={categories} />
      <article>
        <h1 className="sc-title" dir="auto">
          {title}
        </h1>
        <p className="sc-dim">
          <Trans>
            Updated <time dateTime={at}>{i18n.date(at, { dateStyle: 'medium' })}</time>
          </Trans>
        </p>
        <ArticleBody html={html} />
      </article>
      <Helpful key={`${article.id} ${article.your_rating}`} article={article} />
      <StillLooking />
    </div>
  );
}

/** One article, by its address. */
export function ArticlePage() {
  const { slug } = useParams({ from: '/articles/$slug' });
  const known = pageState.article?.slug === slug ? pageState.article : undefined;
  const asked = useQuery({
    ...useAsked(getArticleBySlugOptions({ path: { slug } })),
    initialData: known,
  });
  const { data, error } = asked;
  if (isFailure(error) && error.status === 404) return <HiddenPage />;
  if (data && data.slug !== slug)
    return <Navigate to="/articles/$slug" params={{ slug: data.slug }} replace />;
  if (data) return <Article article={data} />;
  if (!error) return null;
  return (
    <FailureNotice
      title={<Trans>The article can't be shown</Trans>}
      error={error}
      onRetry={() => void asked.refetch()}
    />
  );
}
