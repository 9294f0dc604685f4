import {
  countUnreadNotificationsOptions,
  countUnreadNotificationsQueryKey,
  listNotificationsOptions,
  listNotificationsQueryKey,
  readAllNotificationsMutation,
  readNotificationMutation,
} from '@deskbell/api';
import { EmptyState } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  ActionIcon,
  Button,
  Indicator,
  Popover,
  ScrollArea,
  Skeleton,
  Tooltip,
  VisuallyHidden,
} from '@mantine/core';
import { IconBell, IconBellZ } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import classes from './Bell.module.css';
import { NotificationItem } from './NotificationItem';

function List({ onOpen }: { onOpen: (ticketId: number) => void }) {
  const queries = useQueryClient();
  const { data } = useQuery(listNotificationsOptions());
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: listNotificationsQueryKey() });
    void queries.invalidateQueries({ queryKey: countUnreadNotificationsQueryKey() });
  };
  const read = useMutation({ ...readNotificationMutation(), onSettled: refresh });
  const readAll = useMutation({ ...readAllNotificationsMutation(), onSettled: refresh });
  const anyUnread = data?.items.some((item) => !item.read_at) ?? false;

  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <Trans>Notifications</Trans>
        </h2>
        <Button size="compact-xs" variant="subtle" disabled={!anyUnread} onClick={() => readAll.mutate({})}>
          <Trans>Mark all read</Trans>
        </Button>
      </div>
      <ScrollArea.Autosize mah={420}>
        {!data && [0, 1, 2].map((row) => <Skeleton key={row} height={44} m="sm" w="auto" />)}
        {data?.items.length === 0 && (
          <EmptyState icon={<IconBellZ size={28} stroke={1.5} />} title={<Trans>All quiet</Trans>}>
            <Trans>You will hear here when a ticket becomes yours.</Trans>
          </EmptyState>
        )}
        {data?.items.map((item) => (
          <NotificationItem
            key={item.id}
            notification={item}
            onOpen={() => {
              if (!item.read_at) read.mutate({ path: { notification_id: item.id } });
              if (item.ticket) onOpen(item.ticket.id);
            }}
          />
        ))}
      </ScrollArea.Autosize>
    </>
  );
}

/** The bell: how many unread, and the newest ones on a click. */
export function Bell({ onOpen }: { onOpen: (ticketId: number) => void }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery(countUnreadNotificationsOptions());
  const unread = data?.unread ?? 0;

  return (
    <Popover
      width={360}
      position="bottom-start"
      shadow="lg"
      radius="lg"
      opened={opened}
      onChange={setOpened}
      trapFocus
    >
      <Popover.Target>
        <Tooltip label={t`Notifications`} disabled={opened}>
          <Indicator
            label={unread > 99 ? '99+' : unread}
            size={16}
            offset={5}
            disabled={unread === 0}
            color="red.8"
            autoContrast={false}
          >
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t`Notifications`}
              aria-expanded={opened}
              onClick={() => setOpened(!opened)}
            >
              <IconBell size={18} stroke={1.7} />
              <VisuallyHidden role="status">
                {unread > 0 && <Plural value={unread} one="# unread" other="# unread" />}
              </VisuallyHidden>
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t`Notifications`}>
        <List
          onOpen={(ticketId) => {
            setOpened(false);
            onOpen(ticketId);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
