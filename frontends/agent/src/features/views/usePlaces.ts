import { listDepartmentsOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useCommands } from '../palette/commands';
import { VIEWS } from './views';

/** Offers every view and department as a place to go to. */
export function usePlaces(go: (place: { view?: string; department?: number }) => void): void {
  const { t } = useLingui();
  const { data: departments } = useQuery(listDepartmentsOptions());
  useCommands([
    ...VIEWS.map((view) => ({
      title: t(view.title),
      about: 'place' as const,
      run: () => go({ view: view.key }),
    })),
    ...(departments?.items ?? []).map(({ id, name }) => ({
      title: name,
      about: 'place' as const,
      run: () => go({ department: id }),
    })),
  ]);
}
