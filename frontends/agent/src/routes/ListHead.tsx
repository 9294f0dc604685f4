import { useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { FilterChips } from '../features/tickets/FilterChips';
import { FilterMenu } from '../features/tickets/FilterMenu';
import { SearchBox } from '../features/tickets/SearchBox';
import { SortMenu } from '../features/tickets/SortMenu';
import classes from './Inbox.module.css';
import type { useInbox } from './useInbox';

type Props = { inbox: ReturnType<typeof useInbox>; onMenu: (() => void) | null; onLeave: () => void };

/** Above the list: what it shows, in which order, narrowed by what. */
export function ListHead({ inbox, onMenu, onLeave }: Props) {
  const { t } = useLingui();
  const { q, sort } = inbox.search;
  // An open ticket is what the page is about; else the list is.
  const Title = inbox.ticketId === null && inbox.page !== 'new' ? 'h1' : 'h2';
  return (
    <header className={classes.listHead}>
      <div className={classes.line}>
        {onMenu && (
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t`Menu`} onClick={onMenu}>
            <IconMenu2 size={18} stroke={1.8} />
          </ActionIcon>
        )}
        <SearchBox words={q} onChange={(words) => inbox.change({ q: words })} onLeave={onLeave} />
      </div>
      <div className={classes.line}>
        <Title className={classes.title}>{inbox.title}</Title>
        {!q && <FilterMenu filters={inbox.filters} onFilter={inbox.filter} />}
        {!q && <SortMenu sort={sort ?? '-updated_at'} onSort={(next) => inbox.change({ sort: next })} />}
      </div>
      {!q && <FilterChips filters={inbox.filters} onFilter={inbox.filter} />}
    </header>
  );
}
