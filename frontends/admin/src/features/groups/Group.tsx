import type { UserGroupRead } from '@deskbell/api';
import { DeleteGroup } from './DeleteGroup';
import { GroupMembers } from './GroupMembers';
import { GroupPermissions } from './GroupPermissions';
import { RuleForm } from './RuleForm';

/** One group: what it may do, and who is in it. */
export function Group({ group, onGone }: { group: UserGroupRead; onGone: () => void }) {
  return (
    <>
      <GroupPermissions group={group} />
      <GroupMembers group={group} />
      {group.kind === 'own' && (
        <>
          <RuleForm key={group.version} group={group} />
          <DeleteGroup group={group} onGone={onGone} />
        </>
      )}
    </>
  );
}
