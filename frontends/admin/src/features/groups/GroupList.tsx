import { listUserGroupsOptions, type UserGroupRead } from '@deskbell/api';
import { Loaded, Row, Rows } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { groupName } from './groupName';

function Members({ group }: { group: UserGroupRead }) {
  if (group.kind === 'everyone') return <Trans>Whoever comes, signed in or not</Trans>;
  const count = <Plural value={group.members ?? 0} one="# person" other="# people" />;
  if (group.kind === 'registered') return <Trans>Whoever has a password: {count}</Trans>;
  return group.rule ? <Trans>{count}, by hand and by rule</Trans> : count;
}

/** The groups of customers, each leading to its page. */
export function GroupList() {
  const { t } = useLingui();
  const groups = useQuery(listUserGroupsOptions());
  return (
    <Loaded query={groups} failure={<Trans>The groups did not come</Trans>}>
      {({ items }) => (
        <Rows label={t`User groups`}>
          {items.map((group) => (
            <Row
              key={group.id}
              title={
                <Link to="/user-groups/$groupId" params={{ groupId: String(group.id) }} data-whole-row>
                  {groupName(group)}
                </Link>
              }
              sub={<Members group={group} />}
            >
              {group.kind !== 'own' && (
                <Badge variant="light">
                  <Trans>Built in</Trans>
                </Badge>
              )}
              <span>
                <Plural value={group.permissions} one="# permission" other="# permissions" />
              </span>
            </Row>
          ))}
        </Rows>
      )}
    </Loaded>
  );
}
