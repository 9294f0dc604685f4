import { submitted } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useSuggestions } from './useSuggestions';

type Props = { words?: string; onSearch: (q: string) => void };

/** Where one says what one looks for; articles that may be it stand below while one types. */
export function SearchBox({ words = '', onSearch }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLElement>(null);
  const listId = useId();
  const suggestions = useSuggestions(typed, 180);
  const shown = open && suggestions.length > 0;

  const search = (event: FormEvent<HTMLFormElement>) => {
    const q = submitted(event)('q').trim();
    setOpen(false);
    onSearch(q);
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setOpen(false);
      place.current?.querySelector('input')?.focus();
      return;
    }
    if (!shown || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    const stops = [...(place.current?.querySelectorAll<HTMLElement>('input, .sc-suggestion') ?? [])];
    const now = stops.indexOf(document.activeElement as HTMLElement);
    const next = now + (event.key === 'ArrowDown' ? 1 : -1);
    stops[(next + stops.length) % stops.length]?.focus();
  };
  return (
    <search
      ref={place}
      className="sc-search-place"
      onKeyDown={move}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <form className="sc-search" action="search" onSubmit={search} key={words}>
        <input
          type="search"
          name="q"
          maxLength={200}
          autoComplete="off"
          defaultValue={words}
          aria-label={t`Search for an answer`}
          aria-controls={shown ? listId : undefined}
          placeholder={t`Search for an answer, or enter a ticket's reference`}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setOpen(true);
          }}
        />
        <button type="submit">
          <Trans>Search</Trans>
        </button>
      </form>
      {shown && (
        <ul id={listId} className="sc-suggested" aria-label={t`Suggested articles`}>
          {suggestions.map(({ id, title, slug, category }) => (
            <li key={id}>
              <Link
                to="/articles/$slug"
                params={{ slug }}
                className="sc-suggestion"
                onClick={() => setOpen(false)}
              >
                {title}
                <span>{category.name}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="sc-unseen" aria-live="polite">
        {shown && <Plural value={suggestions.length} one="# article fits" other="# articles fit" />}
      </div>
    </search>
  );
}
