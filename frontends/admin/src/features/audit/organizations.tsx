import { Trans } from '@lingui/react/macro';
import type { Sentences } from './sentence';

/** What happened to organizations, in sentences. */
export const organizations: Sentences = {
  'organization.created': (who, it) => (
    <Trans>
      {who} made the organization {it}
    </Trans>
  ),
  'organization.changed': (who, it) => (
    <Trans>
      {who} changed the profile of {it}
    </Trans>
  ),
  'organization.parent_changed': (who, it) => (
    <Trans>
      {who} changed what {it} stands below
    </Trans>
  ),
  'organization.account_manager_changed': (who, it) => (
    <Trans>
      {who} changed who looks after {it}
    </Trans>
  ),
  'organization.sharing_changed': (who, it) => (
    <Trans>
      {who} changed what is shared in {it}
    </Trans>
  ),
  'organization.privacy_changed': (who, it) => (
    <Trans>
      {who} changed whether tickets of {it} may be private
    </Trans>
  ),
  'organization.domain_added': (who, it) => (
    <Trans>
      {who} gave {it} a domain
    </Trans>
  ),
  'organization.domain_removed': (who, it) => (
    <Trans>
      {who} took a domain from {it}
    </Trans>
  ),
  'organization.member_added': (who, it) => (
    <Trans>
      {who} put somebody into {it}
    </Trans>
  ),
  'organization.member_changed': (who, it) => (
    <Trans>
      {who} changed what somebody is in {it}
    </Trans>
  ),
  'organization.member_removed': (who, it) => (
    <Trans>
      {who} took somebody out of {it}
    </Trans>
  ),
  'organization.default_changed': (who, it) => (
    <Trans>
      {who} changed whose default organization {it} is
    </Trans>
  ),
  'organization.following_changed': (who, it) => (
    <Trans>
      {who} changed who follows new tickets of {it}
    </Trans>
  ),
  'organization.invited': (who, it) => (
    <Trans>
      {who} invited somebody into {it}
    </Trans>
  ),
  'organization.invitation_ended': (_, it) => <Trans>An invitation into {it} has ended</Trans>,
  'organization.deleted': (who, it) => (
    <Trans>
      {who} deleted the organization {it}
    </Trans>
  ),
  'organization.merged': (who, it) => (
    <Trans>
      {who} merged {it} into another organization
    </Trans>
  ),
  'organization.merge_undone': (who, it) => (
    <Trans>
      {who} took the merge of {it} back
    </Trans>
  ),
  'organization.imported': (who, it) => (
    <Trans>
      {who} imported a file that names {it}
    </Trans>
  ),
};
