import type { ArticleSummary } from '@deskbell/api';
import { Link } from '@tanstack/react-router';

/** Articles with how they begin. */
export function ArticleList({ articles }: { articles: ArticleSummary[] }) {
  return (
    <ul className="sc-hits">
      {articles.map(({ id, title, slug, excerpt }) => (
        <li key={id}>
          <Link to="/articles/$slug" params={{ slug }} className="sc-hit">
            <strong>{title}</strong>
            <span>{excerpt}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
