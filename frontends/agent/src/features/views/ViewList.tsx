import { listTicketsOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useQueries } from '@tanstack/react-query';
import { RailLink } from './RailLink';
import { VIEWS } from './views';

/** A server that stops counting answers one more than its limit. */
function countText(total: number | null | undefined): string | undefined {
  if (total == null) return undefined;
  return total > 10_000 ? '10000+' : String(total);
}

type Props = { me: number; current: string | null; onPick?: () => void };

/** The views, with live counts where work waits. */
export function ViewList({ me, current, onPick }: Props) {
  const { t } = useLingui();
  const counts = useQueries({
    queries: VIEWS.map((view) => ({
      ...listTicketsOptions({ query: { ...view.query(me), limit: 1, count: true } }),
      enabled: view.counted,
    })),
  });
  return VIEWS.map((view, index) => (
    <RailLink
      key={view.key}
      to="/"
      search={{ view: view.key }}
      icon={view.icon}
      label={t(view.title)}
      count={countText(counts[index]?.data?.total)}
      current={view.key === current}
      onClick={onPick}
    />
  ));
}
