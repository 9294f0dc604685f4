import { type AuditEvent, homeUrl, listEventsInfiniteOptions, paging } from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, Row, Rows, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import classes from './Audit.module.css';
import { type AuditSearch, asked } from './auditSearch';
import { EventDetails } from './EventDetails';
import { EventText } from './EventText';
import { RevertButton } from './RevertButton';

function Event({ event }: { event: AuditEvent }) {
  const ticket = event.ticket_id;
  return (
    <Row
      title={
        <span className={classes.text}>
          <EventText event={event} />
        </span>
      }
      sub={<EventDetails event={event} />}
    >
      {ticket !== null && (
        <Anchor size="xs" href={`${homeUrl('agent')}?ticket=${ticket}`}>
          <Trans>Ticket {ticket}</Trans>
        </Anchor>
      )}
      {event.revertible && <RevertButton event={event} />}
      <TimeAgo at={event.at} />
    </Row>
  );
}

/** What happened, the newest first. */
export function AuditList({ search }: { search: AuditSearch }) {
  const { t } = useLingui();
  const list = useInfiniteQuery({
    ...listEventsInfiniteOptions({ query: { ...asked(search), limit: 50 } }),
    ...paging,
    staleTime: 0,
  });
  return (
    <Loaded query={list} failure={<Trans>The log did not come</Trans>} rows={8}>
      {({ pages }) => {
        const events = pages.flatMap((page) => page.items);
        if (events.length === 0) {
          return (
            <EmptyState icon={<IconHistoryOff size={28} stroke={1.5} />} title={<Trans>Nothing found</Trans>}>
              <Trans>Nothing like this happened in this time. Take a filter away.</Trans>
            </EmptyState>
          );
        }
        return (
          <>
            <Rows label={t`Events`}>
              {events.map((event) => (
                <Event key={event.id} event={event} />
              ))}
            </Rows>
            <MoreButton list={list} />
          </>
        );
      }}
    </Loaded>
  );
}
