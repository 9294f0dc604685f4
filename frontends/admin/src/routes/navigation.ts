import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type Icon, IconHome } from '@tabler/icons-react';

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
  { group: msg`Mail`, items: [] },
  { group: msg`Programs`, items: [] },
  { group: msg`Helpdesk`, items: [] },
];
