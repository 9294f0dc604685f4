import {
  fieldError,
  getTicketOptions,
  type ListTicketsData,
  listHistoryInfiniteOptions,
  listMessagesInfiniteOptions,
  paging,
  type TicketSummary,
} from '@deskbell/api';
import { EmptyState, FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useHotkeys } from '@mantine/hooks';
import { IconSearchOff, IconSunHigh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { ListSkeleton } from './ListSkeleton';
import classes from './TicketList.module.css';
import { TicketRow } from './TicketRow';
import { useSelection } from './useSelection';
import { useTickets } from './useTickets';
import { useUrgent } from './useUrgent';

const ROW = 88;

type Props = {
  query: NonNullable<ListTicketsData['query']>;
  words: string | undefined;
  empty: ReactNode;
  openId: number | null;
  onOpen: (id: number, replace: boolean) => void;
  onRead: () => void;
  gridRef: Ref<HTMLDivElement>;
  /** Unselects what is selected; tells whether anything was. */
  deselect: RefObject<() => boolean>;
  /** What can be done with those that are selected. */
  bulk: (selected: TicketSummary[], clear: () => void) => ReactNode;
};

function Refused({ why }: { why: string }) {
  return (
    <EmptyState icon={<IconSearchOff size={28} stroke={1.5} />} title={<Trans>Not understood</Trans>}>
      {why}
    </EmptyState>
  );
}

function NothingHere({ words, empty }: { words: string | undefined; empty: ReactNode }) {
  if (words) {
    return (
      <EmptyState icon={<IconSearchOff size={28} stroke={1.5} />} title={<Trans>Nothing found</Trans>}>
        <Trans>No ticket has all of these words. Try fewer, or another spelling.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<IconSunHigh size={30} stroke={1.5} />} title={<Trans>An empty queue</Trans>}>
      {empty}
    </EmptyState>
  );
}

/** Loads what a ticket's page needs before it is opened. */
function useApproach() {
  const queries = useQueryClient();
  return useCallback(
    (id: number | undefined) => {
      if (id === undefined) return;
      const path = { ticket_id: id };
      void queries.prefetchQuery(getTicketOptions({ path }));
      const options = { path, query: { limit: 100 } };
      void queries.prefetchInfiniteQuery({ ...listMessagesInfiniteOptions(options), ...paging });
      void queries.prefetchInfiniteQuery({ ...listHistoryInfiniteOptions(options), ...paging });
    },
    [queries],
  );
}

/** The list beside the conversation: only what is in sight is drawn; j and k walk through it. */
export function TicketList(props: Props) {
  const { query, words, empty, openId, onOpen, onRead, gridRef, deselect, bulk } = props;
  const { t } = useLingui();
  const { tickets, isPending, error, refetch, loadMore, hasMore } = useTickets(query, words);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [cursorId, setCursorId] = useState<number | null>(openId);
  const approach = useApproach();
  const isUrgent = useUrgent();
  const selection = useSelection(tickets);
  deselect.current = selection.clear;

  const virtual = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const rows = virtual.getVirtualItems();
  const lastDrawn = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastDrawn > tickets.length - 15) loadMore();
  });
  useEffect(() => {
    if (openId !== null) setCursorId(openId);
  }, [openId]);

  const cursor = tickets.findIndex((ticket) => ticket.id === cursorId);
  // Keys may come faster than the screen is drawn.
  const here = useRef(cursorId);
  here.current = cursorId;
  const move = (by: number) => {
    const at = tickets.findIndex((ticket) => ticket.id === here.current);
    const next = Math.max(0, Math.min(tickets.length - 1, at === -1 ? 0 : at + by));
    const ticket = tickets[next];
    if (!ticket) return undefined;
    here.current = ticket.id;
    setCursorId(ticket.id);
    virtual.scrollToIndex(next);
    if (openId === null) approach(ticket.id);
    else onOpen(ticket.id, true);
    approach(tickets[next + by]?.id);
    return ticket.id;
  };
  const selectOn = (by: number) => {
    if (here.current !== null) selection.add(here.current);
    const next = move(by);
    if (next !== undefined) selection.add(next);
  };
  const enter = () => {
    if (cursorId === null || cursor === -1) return;
    if (cursorId === openId) onRead();
    else onOpen(cursorId, openId !== null);
  };
  const onButton = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    return Boolean(target.closest('button, a, [role="dialog"], [role="menu"], [role="listbox"]'));
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['x', () => here.current !== null && selection.toggle(here.current)],
    ['shift+J', () => selectOn(1)],
    ['shift+K', () => selectOn(-1)],
    ['Enter', (event) => !onButton(event) && enter(), { preventDefault: false }],
  ]);

  const refused = fieldError(error, '?q');
  const failed = error && !refused && tickets.length === 0;
  const nothing = !isPending && !failed && !refused && tickets.length === 0;
  return (
    <>
      <div className={classes.scroller} ref={setScroller}>
        <div
          ref={gridRef}
          aria-multiselectable
          role="grid"
          tabIndex={0}
          aria-label={t`Tickets`}
          aria-rowcount={hasMore ? -1 : tickets.length}
          aria-busy={isPending}
          aria-activedescendant={cursor === -1 ? undefined : `ticket-row-${cursorId}`}
          className={classes.grid}
          style={{ height: virtual.getTotalSize() }}
        >
          {rows.map(({ index, start }) => {
            const ticket = tickets[index];
            if (!ticket) return null;
            return (
              <TicketRow
                key={ticket.id}
                ticket={ticket}
                index={index}
                offset={start}
                urgent={isUrgent(ticket)}
                atCursor={ticket.id === cursorId}
                open={ticket.id === openId}
                selected={selection.has(ticket.id)}
                selecting={selection.selected.length > 0}
                onSelect={() => selection.toggle(ticket.id)}
                onOpen={() => onOpen(ticket.id, openId !== null)}
                onApproach={() => approach(ticket.id)}
              />
            );
          })}
        </div>
        {isPending && <ListSkeleton />}
        {failed && (
          <FailureNotice
            title={<Trans>The list could not be loaded</Trans>}
            error={error}
            onRetry={refetch}
          />
        )}
        {refused && <Refused why={refused} />}
        {nothing && <NothingHere words={words} empty={empty} />}
      </div>
      {selection.selected.length > 0 && bulk(selection.selected, () => void selection.clear())}
    </>
  );
}
