import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useSuggestions } from './useSuggestions';

/** Articles that may answer what somebody is about to ask. They open beside it: what was typed stays. */
export function Hints({ typed }: { typed: string }) {
  const suggestions = useSuggestions(typed, 400);
  return (
    <div aria-live="polite">
      {suggestions.length > 0 && (
        <section className="sc-hints">
          <h2>
            <Trans>This may answer it already</Trans>
          </h2>
          <ul>
            {suggestions.map(({ id, title, slug, category }) => (
              <li key={id}>
                <Link to="/articles/$slug" params={{ slug }} target="_blank" className="sc-suggestion">
                  {title}
                  <span>{category.name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
