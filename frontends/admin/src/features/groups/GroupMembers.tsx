import {
  addUserGroupMembersMutation,
  type GroupMemberRead,
  listUserGroupMembersInfiniteOptions,
  paging,
  removeUserGroupMembersMutation,
  type UserGroupRead,
} from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, Panel, Row, Rows, toast, toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { AddMembers } from './AddMembers';
import { MemberCsv } from './MemberCsv';
import { useGroupRefresh } from './useGroupRefresh';

type RowProps = { member: GroupMemberRead; marked: boolean; onMark?: (wanted: boolean) => void };

function Member({ member, marked, onMark }: RowProps) {
  const { t } = useLingui();
  const { name } = member;
  return (
    <Row
      icon={
        onMark && (
          <Checkbox
            aria-label={t`Choose ${name}`}
            checked={marked}
            disabled={member.by_rule}
            onChange={(event) => onMark(event.currentTarget.checked)}
          />
        )
      }
      title={
        <Link to="/people/$userId" params={{ userId: String(member.id) }}>
          {name}
        </Link>
      }
      sub={member.email}
    >
      {onMark && member.by_rule && (
        <Badge variant="light" color="gray">
          <Trans>By rule</Trans>
        </Badge>
      )}
    </Row>
  );
}

/** Who is in the group: searching, adding by name or list, taking out. */
export function GroupMembers({ group }: { group: UserGroupRead }) {
  const { t } = useLingui();
  const refresh = useGroupRefresh(group.id);
  const path = { user_group_id: group.id };
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const list = useInfiniteQuery({
    ...listUserGroupMembersInfiniteOptions({ path, query: q ? { q } : {} }),
    ...paging,
  });
  const remove = useMutation({
    ...removeUserGroupMembersMutation(),
    onSuccess: () => {
      setMarked(new Set());
      toast(t`Taken out of the group`);
    },
    onError: (error) => toastFailure(t`Nobody was taken out`, error),
    onSettled: refresh,
  });
  const add = useMutation({
    ...addUserGroupMembersMutation(),
    onError: (error) => toastFailure(t`Nobody was added`, error),
    onSettled: refresh,
  });
  const own = group.kind === 'own';
  const mark = (id: number, wanted: boolean) => {
    const next = new Set(marked);
    if (wanted) next.add(id);
    else next.delete(id);
    setMarked(next);
  };
  return (
    <Panel
      title={<Trans>Who is in it</Trans>}
      lead={
        own ? (
          <Trans>Being in a group opens what it may do. It opens nobody’s tickets.</Trans>
        ) : (
          <Trans>By what people are: nobody is added or taken out.</Trans>
        )
      }
    >
      {own && (
        <>
          <AddMembers onAdd={(id) => add.mutate({ path, body: { user_ids: [id] } })} />
          <MemberCsv group={group} />
        </>
      )}
      <Group justify="space-between" align="flex-end">
        <TextInput
          label={t`Search members`}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={100}
        />
        {marked.size > 0 && (
          <Button
            color="red"
            variant="light"
            loading={remove.isPending}
            onClick={() => remove.mutate({ path, body: { user_ids: [...marked] } })}
          >
            <Plural value={marked.size} one="Take # person out" other="Take # people out" />
          </Button>
        )}
      </Group>
      <Loaded query={list} failure={<Trans>The members did not come</Trans>}>
        {({ pages }) => {
          const members = pages.flatMap((page) => page.items);
          if (members.length === 0) {
            return (
              <EmptyState icon={<IconUsers size={28} stroke={1.5} />} title={<Trans>Nobody here</Trans>}>
                {q ? <Trans>Try fewer letters.</Trans> : <Trans>Add people above, or give it a rule.</Trans>}
              </EmptyState>
            );
          }
          return (
            <>
              <Rows label={t`Members`}>
                {members.map((member) => (
                  <Member
                    key={member.id}
                    member={member}
                    marked={marked.has(member.id)}
                    onMark={own ? (wanted) => mark(member.id, wanted) : undefined}
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
