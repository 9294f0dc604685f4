import { Trans, useLingui } from '@lingui/react/macro';
import { CloseButton, UnstyledButton } from '@mantine/core';
import classes from './FilterChips.module.css';
import { CHOSEN } from './FilterMenu';
import { type Filters, NO_FILTERS } from './filters';
import { useFilterChoices } from './useFilterChoices';

type Chip = { names: (keyof Filters)[]; text: string };
type Props = { filters: Filters; onFilter: (filters: Filters) => void };

/** "1 Nov – 5 Nov", or open at one end. */
function useSpans(filters: Filters): Chip[] {
  const { t, i18n } = useLingui();
  const day = (text: string) => i18n.date(new Date(`${text}T12:00`), { dateStyle: 'medium' });
  const { created_from, created_to, updated_from, updated_to } = filters;
  const span = (from: string | undefined, to: string | undefined) =>
    `${from ? day(from) : '…'} – ${to ? day(to) : '…'}`;
  const created = span(created_from, created_to);
  const updated = span(updated_from, updated_to);
  return [
    ...(created_from || created_to
      ? [{ names: ['created_from', 'created_to'] as (keyof Filters)[], text: t`Created ${created}` }]
      : []),
    ...(updated_from || updated_to
      ? [{ names: ['updated_from', 'updated_to'] as (keyof Filters)[], text: t`Updated ${updated}` }]
      : []),
  ];
}

/** What narrows the list, each to be taken off by itself. */
export function FilterChips({ filters, onFilter }: Props) {
  const { t } = useLingui();
  const choices = useFilterChoices();
  const spans = useSpans(filters);
  const chips: Chip[] = CHOSEN.flatMap(({ name, title }) => {
    if (filters[name] === undefined) return [];
    const value = choices[name].find((choice) => choice.value === String(filters[name]))?.label ?? '…';
    return [{ names: [name], text: `${t(title)}: ${value}` }];
  });
  const all = [...chips, ...spans];
  if (all.length === 0) return null;
  const without = (names: (keyof Filters)[]) =>
    onFilter({ ...filters, ...Object.fromEntries(names.map((name) => [name, undefined])) });
  return (
    <ul className={classes.chips} aria-label={t`Filters`}>
      {all.map(({ names, text }) => (
        <li key={text} className={classes.chip}>
          <span className={classes.text}>{text}</span>
          <CloseButton
            size={18}
            iconSize={12}
            aria-label={t`Remove ${text}`}
            onClick={() => without(names)}
          />
        </li>
      ))}
      {all.length > 1 && (
        <li>
          <UnstyledButton className={classes.clear} onClick={() => onFilter(NO_FILTERS)}>
            <Trans>Clear all</Trans>
          </UnstyledButton>
        </li>
      )}
    </ul>
  );
}
