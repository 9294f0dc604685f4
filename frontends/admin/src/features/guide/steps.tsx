import type { GuideStepRead } from '@deskbell/api';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

type Step = GuideStepRead['step'];

interface Words {
  name: MessageDescriptor;
  about: MessageDescriptor;
  /** Where it is done, and what the link there says; none: there is nothing to do but to read. */
  path?: string;
  action?: MessageDescriptor;
}

export const STEPS: Record<Step, Words> = {
  levels: {
    name: msg`Who uses what`,
    about: msg`Customers ask in the support center. Agents answer in the agent panel, in the departments you give them. Admins do that too, and change everything here. Each is the one before plus one more door; raise or lower anybody at any time.`,
  },
  departments: {
    name: msg`Departments`,
    about: msg`Where tickets belong, such as sales and support. An agent sees the tickets of the departments that you give access to.`,
    path: '/departments',
    action: msg`Set up departments`,
  },
  mailbox: {
    name: msg`A mailbox`,
    about: msg`Connect the address at which customers write to you. Their mails become tickets, and your replies go out as mails.`,
    path: '/mail/mailboxes',
    action: msg`Connect a mailbox`,
  },
  people: {
    name: msg`Your colleagues`,
    about: msg`Invite the people who answer. Each gets a mail with a link to set a password.`,
    path: '/people',
    action: msg`Invite colleagues`,
  },
  look: {
    name: msg`Your look`,
    about: msg`Give the pages your color and your logo, so that customers know where they are.`,
    path: '/settings',
    action: msg`Choose color and logo`,
  },
};
