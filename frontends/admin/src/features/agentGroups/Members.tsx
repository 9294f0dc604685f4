import {
  type AgentGroupRead,
  addAgentGroupMemberMutation,
  listAgentGroupMembersInfiniteOptions,
  paging,
  removeAgentGroupMemberMutation,
  useAgents,
} from '@deskbell/api';
import { Loaded, MoreButton, Panel, PersonAvatar, Row, Rows, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Select, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useGroupChange } from './useGroupChange';

/** Who is in a group; somebody is added or taken out at once. */
export function Members({ group }: { group: AgentGroupRead }) {
  const { t } = useLingui();
  const { path, take, refresh } = useGroupChange(group);
  const agents = useAgents();
  const list = useInfiniteQuery({ ...listAgentGroupMembersInfiniteOptions({ path }), ...paging });
  const act = {
    onSuccess: take,
    onError: (error: unknown) => toastFailure(t`The group was not changed`, error),
    onSettled: refresh,
  };
  const join = useMutation({ ...addAgentGroupMemberMutation(), ...act });
  const leave = useMutation({ ...removeAgentGroupMemberMutation(), ...act });
  const inside = new Set(list.data?.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const outside = agents?.filter(({ id }) => !inside.has(id)) ?? [];
  return (
    <Panel
      title={<Trans>Who is in it</Trans>}
      lead={<Trans>Being in several groups adds up; nothing that one gives is taken by another.</Trans>}
    >
      <Select
        label={t`Add an agent`}
        placeholder={t`Name of an agent`}
        data={outside.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={null}
        disabled={join.isPending}
        searchable
        limit={100}
        nothingFoundMessage={t`Nobody found`}
        onChange={(id) => id && join.mutate({ path: { ...path, user_id: Number(id) } })}
      />
      <Loaded query={list} failure={<Trans>The members did not come</Trans>} rows={2}>
        {({ pages }) =>
          inside.size === 0 ? (
            <Text size="sm" c="dimmed">
              <Trans>Nobody yet: add agents above.</Trans>
            </Text>
          ) : (
            <>
              <Rows label={t`Members`}>
                {pages
                  .flatMap(({ items }) => items)
                  .map(({ id, name }) => (
                    <Row
                      key={id}
                      icon={<PersonAvatar name={name} size={28} />}
                      title={
                        <Link to="/people/$userId" params={{ userId: String(id) }}>
                          {name}
                        </Link>
                      }
                    >
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={t`Take ${name} out`}
                        loading={leave.isPending && leave.variables.path.user_id === id}
                        onClick={() => leave.mutate({ path: { ...path, user_id: id } })}
                      >
                        <Trans>Take out</Trans>
                      </Button>
                    </Row>
                  ))}
              </Rows>
              <MoreButton list={list} />
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}
