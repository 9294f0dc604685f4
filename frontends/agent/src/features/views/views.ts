import type { ListTicketsData } from '@deskbell/api';
import { msg } from '@lingui/core/macro';
import {
  IconCircleCheck,
  IconClock,
  IconInbox,
  IconTrash,
  IconUserCheck,
  IconUserQuestion,
} from '@tabler/icons-react';

export type TicketQuery = NonNullable<ListTicketsData['query']>;

const UNSOLVED = ['new', 'open', 'pending', 'on_hold'] as const;

/** The simple views: a name and the filter it stands for. `counted` ones show how many tickets wait. */
export const VIEWS = [
  {
    key: 'unsolved',
    title: msg`Unsolved`,
    icon: IconInbox,
    counted: true,
    empty: msg`Every ticket of your departments is solved. Time for a coffee.`,
    query: (): TicketQuery => ({ status_kind: [...UNSOLVED] }),
  },
  {
    key: 'mine',
    title: msg`Mine`,
    icon: IconUserCheck,
    counted: true,
    empty: msg`Nothing is waiting for you. Look at "Unassigned" to pick the next one.`,
    query: (me: number): TicketQuery => ({ status_kind: [...UNSOLVED], assignee_id: [me] }),
  },
  {
    key: 'unassigned',
    title: msg`Unassigned`,
    icon: IconUserQuestion,
    counted: true,
    empty: msg`Every open ticket has somebody who cares for it.`,
    query: (): TicketQuery => ({ status_kind: [...UNSOLVED], unassigned: true }),
  },
  {
    key: 'recent',
    title: msg`Recently updated`,
    icon: IconClock,
    counted: false,
    empty: msg`New tickets appear here by themselves.`,
    query: (): TicketQuery => ({}),
  },
  {
    key: 'solved',
    title: msg`Solved`,
    icon: IconCircleCheck,
    counted: false,
    empty: msg`Tickets that you solve are kept here.`,
    query: (): TicketQuery => ({ status_kind: ['solved', 'closed'] }),
  },
  {
    key: 'deleted',
    title: msg`Deleted`,
    icon: IconTrash,
    counted: false,
    empty: msg`Deleted tickets can be restored from here until they are purged.`,
    query: (): TicketQuery => ({ deleted: true }),
  },
] as const;

export type View = (typeof VIEWS)[number];

/** The view of this name; without one, the first. */
export function viewOf(key: string | undefined): View {
  return VIEWS.find((view) => view.key === key) ?? VIEWS[0];
}
