import { listCategoriesOptions, pageState } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { CategoryCards } from './CategoryCards';
import { useAsked } from './useAsked';

/** What the knowledge base is about, on the first page. */
export function Topics() {
  const { data } = useQuery({ ...useAsked(listCategoriesOptions()), initialData: pageState.categories });
  const tops = data?.items.filter((each) => each.parent_id === null) ?? [];
  if (tops.length === 0) return null;
  return (
    <>
      <h2 className="sc-heading">
        <Trans>Topics</Trans>
      </h2>
      <CategoryCards categories={tops} />
    </>
  );
}
