import type { AccessGrant } from '@deskbell/api';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Act } from './accessSearch';

export const ACT_NAMES: Record<Act, MessageDescriptor> = {
  view: msg`see`,
  reply: msg`reply`,
  note: msg`write notes`,
  set_fields: msg`edit`,
  set_status: msg`set the status`,
  solve: msg`solve`,
  take: msg`take`,
  assign: msg`assign`,
  move: msg`move`,
  label: msg`label`,
  delete: msg`delete`,
};

type Words = (what: { name: string; second: string; title: string; value: string }) => MessageDescriptor;

/** What a grant is, as a part of a sentence: held, or to be given. */
export const GRANTS: Record<AccessGrant['kind'], Words> = {
  level: ({ value }) => msg`is on the level ${value}`,
  account_enabled: () => msg`the account is enabled`,
  account_not_expired: () => msg`the account has not come to its end`,
  account_claimed: () => msg`has claimed the account (Registered)`,
  address_verified: () => msg`has a verified address`,
  requester: () => msg`requested the ticket`,
  assignee: () => msg`the ticket is assigned to them`,
  follower: () => msg`follows the ticket`,
  let_in: () => msg`was let in to this ticket`,
  team_member: ({ name }) => msg`belongs to the team ${name}`,
  permission: ({ title }) => msg`“${title}”, given to this person`,
  department: ({ name }) => msg`full access to ${name}`,
  department_below: ({ name }) => msg`access to ${name} reaches what is below it`,
  agent_group_member: ({ name }) => msg`is in the agent group ${name}`,
  agent_group_permission: ({ name, title }) => msg`${name} gives “${title}”`,
  agent_group_department: ({ name, second }) => msg`${name} opens ${second}`,
  user_group_member: ({ name }) => msg`is in the user group ${name}`,
  user_group_permission: ({ name, title }) => msg`${name} grants “${title}”`,
  audience: ({ name, second }) => msg`${name} is for ${second}`,
  article_published: ({ name }) => msg`${name} is published`,
  organization_member: ({ name }) => msg`is a member of ${name}`,
  organization_named: ({ name }) => msg`is named in ${name}`,
  organization_manager: ({ name }) => msg`is a manager of ${name}`,
  organization_presumed: ({ name }) => msg`has a verified address of ${name}`,
  organization_sharing: ({ name, value }) => msg`${name} shares (${value})`,
  ticket_not_private: () => msg`the ticket is not private`,
};
