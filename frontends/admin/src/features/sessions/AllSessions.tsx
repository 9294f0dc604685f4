import {
  type ActiveSessionRead,
  listActiveSessionsInfiniteOptions,
  listActiveSessionsInfiniteQueryKey,
  paging,
} from '@deskbell/api';
import { EmptyState, Loaded, MoreButton } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl } from '@mantine/core';
import { IconDevices } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SessionRows } from './SessionRows';

type Scope = ActiveSessionRead['scope'];

/** Everybody who is signed in, of all homes or of one. */
export function AllSessions() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [scope, setScope] = useState<Scope | 'all'>('all');
  const query = scope === 'all' ? {} : { scope };
  const list = useInfiniteQuery({ ...listActiveSessionsInfiniteOptions({ query }), ...paging });
  const refresh = () => void queries.invalidateQueries({ queryKey: listActiveSessionsInfiniteQueryKey() });
  return (
    <>
      <SegmentedControl
        aria-label={t`Home`}
        value={scope}
        onChange={(chosen) => setScope(chosen as Scope | 'all')}
        data={[
          { value: 'all', label: t`All` },
          { value: 'user', label: t`Support center` },
          { value: 'agent', label: t`Agent panel` },
          { value: 'admin', label: t`Admin panel` },
        ]}
        style={{ alignSelf: 'flex-start', maxWidth: '100%' }}
      />
      <Loaded query={list} failure={<Trans>The sessions did not come</Trans>}>
        {({ pages }) => {
          const sessions = pages.flatMap((page) => page.items);
          if (sessions.length === 0) {
            return (
              <EmptyState icon={<IconDevices size={28} stroke={1.5} />} title={<Trans>Nobody here</Trans>}>
                <Trans>Nobody is signed in to this home.</Trans>
              </EmptyState>
            );
          }
          return (
            <>
              <SessionRows sessions={sessions} named onEnded={refresh} />
              <MoreButton list={list} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
