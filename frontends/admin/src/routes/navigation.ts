import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  type Icon,
  IconActivity,
  IconApi,
  IconBan,
  IconBuildingStore,
  IconCategory,
  IconDevices,
  IconFilter,
  IconHistory,
  IconHome,
  IconInbox,
  IconKey,
  IconLockQuestion,
  IconMailbox,
  IconProgress,
  IconPuzzle,
  IconRobot,
  IconSend,
  IconSettings,
  IconShieldHalf,
  IconTags,
  IconUrgent,
  IconUserStar,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react';

export interface NavigationItem {
  label: MessageDescriptor;
  icon: Icon;
  /** Its address in the router; further pages below it count as it. */
  path: string;
}

/** Everything the menu and the palette lead to. A group without an item is not shown. */
export const NAVIGATION: { group: MessageDescriptor; items: NavigationItem[] }[] = [
  { group: msg`Start`, items: [{ label: msg`Overview`, icon: IconHome, path: '/' }] },
  {
    group: msg`People`,
    items: [
      { label: msg`People`, icon: IconUsers, path: '/people' },
      { label: msg`User groups`, icon: IconUserStar, path: '/user-groups' },
      { label: msg`Agent groups`, icon: IconShieldHalf, path: '/agent-groups' },
      { label: msg`Departments`, icon: IconBuildingStore, path: '/departments' },
      { label: msg`Teams`, icon: IconUsersGroup, path: '/teams' },
      { label: msg`Access`, icon: IconLockQuestion, path: '/access' },
      { label: msg`Sessions`, icon: IconDevices, path: '/sessions' },
    ],
  },
  {
    group: msg`Tickets`,
    items: [
      { label: msg`Statuses`, icon: IconProgress, path: '/statuses' },
      { label: msg`Priorities`, icon: IconUrgent, path: '/priorities' },
      { label: msg`Ticket types`, icon: IconCategory, path: '/ticket-types' },
      { label: msg`Labels`, icon: IconTags, path: '/labels' },
    ],
  },
  {
    group: msg`Mail`,
    items: [
      { label: msg`Mailboxes`, icon: IconMailbox, path: '/mail/mailboxes' },
      { label: msg`Received mail`, icon: IconInbox, path: '/mail/inbound' },
      { label: msg`Outgoing mail`, icon: IconSend, path: '/mail/outbox' },
      { label: msg`Parser rules`, icon: IconFilter, path: '/mail/rules' },
      { label: msg`Bans`, icon: IconBan, path: '/mail/bans' },
      { label: msg`Sign-in apps`, icon: IconKey, path: '/mail/apps' },
    ],
  },
  {
    group: msg`Programs`,
    items: [
      { label: msg`API keys`, icon: IconKey, path: '/programs/keys' },
      { label: msg`Service accounts`, icon: IconRobot, path: '/programs/service-accounts' },
      { label: msg`Apps of others`, icon: IconPuzzle, path: '/programs/apps' },
      { label: msg`API explorer`, icon: IconApi, path: '/programs/explorer' },
      { label: msg`Webhooks`, icon: IconWebhook, path: '/programs/webhooks' },
    ],
  },
  {
    group: msg`Helpdesk`,
    items: [
      { label: msg`Settings`, icon: IconSettings, path: '/settings' },
      { label: msg`Audit list`, icon: IconHistory, path: '/audit' },
      { label: msg`System`, icon: IconActivity, path: '/system' },
    ],
  },
];
