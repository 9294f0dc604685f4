import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  type Icon,
  IconActivity,
  IconApi,
  IconBan,
  IconFilter,
  IconHome,
  IconInbox,
  IconKey,
  IconMailbox,
  IconSend,
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
  { group: msg`People`, items: [] },
  { group: msg`Tickets`, items: [] },
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
  { group: msg`Programs`, items: [{ label: msg`API explorer`, icon: IconApi, path: '/programs/explorer' }] },
  { group: msg`Helpdesk`, items: [{ label: msg`System`, icon: IconActivity, path: '/system' }] },
];
