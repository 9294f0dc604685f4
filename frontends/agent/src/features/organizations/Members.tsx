import {
  listOrganizationMembersInfiniteOptions,
  listUsersOptions,
  type MemberRead,
  paging,
  removeOrganizationMemberMutation,
  setOrganizationMemberMutation,
} from '@deskbell/api';
import {
  EmptyState,
  Loaded,
  MoreButton,
  Panel,
  PersonAvatar,
  Row,
  Rows,
  SureButton,
  toastFailure,
} from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Checkbox, NativeSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganizationRefresh } from './useOrganizationRefresh';

type Put = (user: number, body: { role: 'member' | 'manager'; named: boolean }) => void;

function AddMember({ onPut }: { onPut: Put }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const { data } = useQuery({
    ...listUsersOptions({ query: { q, limit: 8, level: 'user' } }),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      aria-label={t`Add somebody`}
      placeholder={t`Add somebody: name or email`}
      searchable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={q.length > 1 ? t`Nobody found` : undefined}
      data={(q.length > 1 ? (data?.items ?? []) : []).map(({ id, name, email }) => ({
        value: String(id),
        label: email ? `${name} · ${email}` : name,
      }))}
      onChange={(id) => {
        if (!id) return;
        onPut(Number(id), { role: 'member', named: false });
        setTyped('');
      }}
    />
  );
}

type LineProps = { member: MemberRead; onPut: Put; onRemove: (user: number) => void };

function Line({ member, onPut, onRemove }: LineProps) {
  const { t } = useLingui();
  const { user, role, named } = member;
  return (
    <Row icon={<PersonAvatar name={user.name} size={32} />} title={user.name} sub={user.email}>
      {member.presumed && (
        <Badge variant="light" color="gray" tt="none">
          <Trans>by domain</Trans>
        </Badge>
      )}
      {member.managing && role === 'member' && (
        <Badge variant="light" tt="none">
          <Trans>manager for now</Trans>
        </Badge>
      )}
      <Checkbox
        size="xs"
        label={t`named`}
        aria-label={t`Named: ${user.name}`}
        checked={named}
        onChange={(event) => onPut(user.id, { role, named: event.currentTarget.checked })}
      />
      <NativeSelect
        size="xs"
        aria-label={t`Role of ${user.name}`}
        value={role}
        data={[
          { value: 'member', label: t`Member` },
          { value: 'manager', label: t`Manager` },
        ]}
        onChange={(event) =>
          onPut(user.id, { role: event.currentTarget.value as 'member' | 'manager', named })
        }
      />
      <SureButton label={t`Take out`} sure={t`Sure?`} about={user.name} onSure={() => onRemove(user.id)} />
    </Row>
  );
}

/** Who belongs to it; each change is saved at once. */
export function Members({ organizationId }: { organizationId: number }) {
  const { t } = useLingui();
  const refresh = useOrganizationRefresh();
  const list = useInfiniteQuery({
    ...listOrganizationMembersInfiniteOptions({ path: { organization_id: organizationId } }),
    ...paging,
  });
  const act = {
    onError: (error: unknown) => toastFailure(t`The members were not changed`, error),
    onSettled: () => refresh(organizationId),
  };
  const put = useMutation({ ...setOrganizationMemberMutation(), ...act });
  const remove = useMutation({ ...removeOrganizationMemberMutation(), ...act });
  const path = (user: number) => ({ organization_id: organizationId, user_id: user });
  const onPut: Put = (user, body) => put.mutate({ path: path(user), body });
  return (
    <Panel title={<Trans>People</Trans>}>
      <AddMember onPut={onPut} />
      <Loaded query={list} failure={<Trans>The members did not come</Trans>}>
        {({ pages }) => {
          const members = pages.flatMap((page) => page.items);
          if (members.length === 0) {
            return (
              <EmptyState icon={<IconUsers size={28} stroke={1.5} />} title={<Trans>Nobody yet</Trans>}>
                <Trans>Add people here, or give it a domain.</Trans>
              </EmptyState>
            );
          }
          return (
            <>
              <Rows label={t`People of the organization`}>
                {members.map((member) => (
                  <Line
                    key={member.user.id}
                    member={member}
                    onPut={onPut}
                    onRemove={(user) => remove.mutate({ path: path(user) })}
                  />
                ))}
              </Rows>
              <MoreButton list={list} />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
