import type { PermissionRead } from '@deskbell/api';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

type Scope = NonNullable<PermissionRead['scope']>;

/** The columns of the ticket matrix, in order. */
export const SCOPES: Record<Scope, { name: MessageDescriptor; about: MessageDescriptor }> = {
  mine: { name: msg`Mine`, about: msg`Assigned to the agent` },
  team: { name: msg`Team`, about: msg`Of the agent’s teams` },
  followed: { name: msg`Followed`, about: msg`That the agent follows` },
  unassigned: { name: msg`Unassigned`, about: msg`In the agent’s departments, assigned to nobody` },
  others: { name: msg`Others’`, about: msg`In the agent’s departments, assigned to somebody else` },
};

/** The rows of the ticket matrix. */
export const ACTS: Record<string, MessageDescriptor> = {
  view: msg`See`,
  reply: msg`Reply`,
  note: msg`Write notes`,
  set_fields: msg`Edit`,
  set_status: msg`Set the status`,
  take: msg`Take`,
  assign: msg`Assign`,
  move: msg`Move`,
  label: msg`Label`,
  merge: msg`Merge`,
  split: msg`Split`,
  link: msg`Link`,
  forward: msg`Forward`,
  edit_messages: msg`Edit messages`,
  spam: msg`Mark as spam`,
  delete: msg`Delete`,
  export: msg`Export`,
};
