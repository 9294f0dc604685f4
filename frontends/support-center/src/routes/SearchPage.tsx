import { paging, searchArticlesInfiniteOptions, useHelpdeskName } from '@deskbell/api';
import { useSession } from '@deskbell/session';
import { FailureNotice, MoreButton } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { StillLooking } from '../features/knowledge/Around';
import { ArticleList } from '../features/knowledge/ArticleList';
import { SearchBox } from '../features/knowledge/SearchBox';
import { useAsked } from '../features/knowledge/useAsked';
import { isReference } from '../features/tickets/reference';

function Found({ q }: { q: string }) {
  const asked = useAsked({ ...searchArticlesInfiniteOptions({ query: { q, limit: 25 } }), ...paging });
  const found = useInfiniteQuery(asked);
  if (found.error) {
    return (
      <FailureNotice
        title={<Trans>The search did not work</Trans>}
        error={found.error}
        onRetry={() => void found.refetch()}
      />
    );
  }
  if (!found.data) return <Skeleton height={180} radius="md" />;
  const articles = found.data.pages.flatMap((page) => page.items);
  return (
    <div role="status">
      {articles.length === 0 ? (
        <p>
          <Trans>No article holds these words. Try others, or ask us.</Trans>
        </p>
      ) : (
        <ArticleList articles={articles} />
      )}
      <MoreButton list={found} />
    </div>
  );
}

/** What was looked for, and what was found. */
export function SearchPage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const session = useSession();
  const navigate = useNavigate();
  const { q = '' } = useSearch({ from: '/search' });
  const search = (words: string) => {
    if (isReference(words)) void navigate({ to: '/tickets/$reference', params: { reference: words } });
    else void navigate({ to: '/search', search: words ? { q: words } : {} });
  };
  return (
    <div className="sc-read">
      <title>{`${t`Search`} · ${helpdesk}`}</title>
      <h1 className="sc-title">
        <Trans>What we found</Trans>
      </h1>
      <SearchBox words={q} onSearch={search} />
      {q && <Found q={q} />}
      {q && session.status === 'in' && (
        <p className="sc-dim">
          <Link to="/tickets" search={{ q, state: 'all' }}>
            <Trans>Search your tickets for “{q}”</Trans>
          </Link>
        </p>
      )}
      <StillLooking />
    </div>
  );
}
