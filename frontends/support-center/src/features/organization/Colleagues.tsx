import {
  listOrganizationMembersInfiniteOptions,
  listOrganizationMembersQueryKey,
  type MemberRead,
  type MyOrganizationRead,
  paging,
  updateOrganizationMemberMutation,
} from '@deskbell/api';
import { Loaded, MoreButton, PersonAvatar, Row, Rows, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { HandOver } from './HandOver';
import { TakeOut } from './TakeOut';

function RoleBadge({ member }: { member: MemberRead }) {
  if (member.role === 'manager') {
    return (
      <Badge variant="light" tt="none">
        <Trans>Manager</Trans>
      </Badge>
    );
  }
  if (member.managing) {
    return (
      <Badge variant="light" tt="none">
        <Trans>Manager for now</Trans>
      </Badge>
    );
  }
  return null;
}

type Props = { mine: MyOrganizationRead; me: number };

/** The people of one's organization, for its managers. */
export function Colleagues({ mine, me }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState<MemberRead | null>(null);
  const [heir, setHeir] = useState<MemberRead | null>(null);
  const path = { organization_id: mine.organization.id };
  const list = useInfiniteQuery({ ...listOrganizationMembersInfiniteOptions({ path }), ...paging });
  const refresh = () => queries.invalidateQueries({ queryKey: listOrganizationMembersQueryKey({ path }) });
  const change = useMutation({
    ...updateOrganizationMemberMutation(),
    onError: (error) => toastFailure(t`Nothing was changed`, error),
    onSettled: refresh,
  });
  return (
    <Loaded query={list} failure={<Trans>Your colleagues did not come</Trans>}>
      {({ pages }) => {
        const members = pages.flatMap((page) => page.items);
        return (
          <>
            <Rows label={t`Colleagues`}>
              {members.map((member) => {
                const { user, role, named } = member;
                const own = { ...path, user_id: user.id };
                return (
                  <Row
                    key={user.id}
                    icon={<PersonAvatar name={user.name} size={32} />}
                    title={user.name}
                    sub={user.email}
                  >
                    <RoleBadge member={member} />
                    {mine.sharing.see === 'named' && role === 'member' && !member.presumed && (
                      <Checkbox
                        size="xs"
                        label={t`sees all tickets`}
                        aria-label={t`${user.name} sees all tickets`}
                        checked={named}
                        onChange={(event) =>
                          change.mutate({ path: own, body: { named: event.currentTarget.checked } })
                        }
                      />
                    )}
                    {user.id === me && mine.managing && (
                      <Checkbox
                        size="xs"
                        label={t`follow new tickets`}
                        checked={member.follows_new}
                        onChange={(event) =>
                          change.mutate({ path: own, body: { follows_new: event.currentTarget.checked } })
                        }
                      />
                    )}
                    {role === 'member' && user.id !== me && (
                      <>
                        {mine.role === 'manager' && !member.presumed && (
                          <Button size="compact-xs" variant="default" onClick={() => setHeir(member)}>
                            <Trans>Hand over…</Trans>
                          </Button>
                        )}
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          color="red"
                          aria-label={t`Take out ${user.name}`}
                          onClick={() => setLeaving(member)}
                        >
                          <Trans>Take out…</Trans>
                        </Button>
                      </>
                    )}
                  </Row>
                );
              })}
            </Rows>
            <MoreButton list={list} />
            <TakeOut
              key={`out ${leaving?.user.id}`}
              organizationId={path.organization_id}
              member={leaving}
              others={members}
              onClose={() => setLeaving(null)}
              onDone={refresh}
            />
            <HandOver
              key={`heir ${heir?.user.id}`}
              organizationId={path.organization_id}
              member={heir}
              onClose={() => setHeir(null)}
              onDone={refresh}
            />
          </>
        );
      }}
    </Loaded>
  );
}
