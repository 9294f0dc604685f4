import type { StatusRead } from '@deskbell/api';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What each kind of status means, in a few words. */
export const KINDS: Record<StatusRead['kind'], MessageDescriptor> = {
  new: msg`New: nobody has looked at it`,
  open: msg`Open: waits for us`,
  pending: msg`Pending: waits for the customer`,
  on_hold: msg`On hold: waits for something else`,
  solved: msg`Solved: done, unless the customer answers`,
  closed: msg`Closed: takes no more replies`,
};
