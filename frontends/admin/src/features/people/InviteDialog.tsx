import {
  createStaffInvitationMutation,
  fieldError,
  listInvitationsQueryKey,
  listTeamsOptions,
  listUsersInfiniteQueryKey,
  type UserRead,
} from '@deskbell/api';
import { FormFailure, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, MultiSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AgentRightsFields, type NewRights } from './AgentRightsFields';

const FIELDS = ['/name', '/email', '/agent_group_ids', '/department_ids', '/team_ids'];

const options = (items: { id: number; name: string }[] | undefined) =>
  items?.map(({ id, name }) => ({ value: String(id), label: name })) ?? [];

function Form({ onDone }: { onDone: (person: UserRead) => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data: teams } = useQuery(listTeamsOptions());
  const [level, setLevel] = useState<'agent' | 'admin'>('agent');
  const [rights, setRights] = useState<NewRights>({ groups: [], departments: [] });
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const invite = useMutation({
    ...createStaffInvitationMutation(),
    onSuccess: (person) => {
      void queries.invalidateQueries({ queryKey: listUsersInfiniteQueryKey() });
      void queries.invalidateQueries({ queryKey: listInvitationsQueryKey() });
      toast(t`Invitation sent`, t`${person.name} gets a link to set a password.`);
      onDone(person);
    },
  });
  const { error } = invite;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    invite.mutate({
      body: {
        name: value('name').trim(),
        email: value('email').trim(),
        level,
        agent_group_ids: level === 'admin' ? [] : rights.groups.map(Number),
        department_ids: level === 'admin' ? null : rights.departments.map(Number),
        team_ids: teamIds.map(Number),
      },
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t`Name`}
          name="name"
          required
          withAsterisk={false}
          data-autofocus
          error={fieldError(error, '/name')}
        />
        <TextInput
          label={t`Email`}
          name="email"
          type="email"
          required
          withAsterisk={false}
          error={fieldError(error, '/email')}
        />
        <Radio.Group
          label={t`Level`}
          value={level}
          onChange={(chosen) => setLevel(chosen === 'admin' ? 'admin' : 'agent')}
        >
          <Stack gap="xs" mt={4}>
            <Radio
              value="agent"
              label={t`Agent`}
              description={t`Answers tickets in the agent panel, of the departments below.`}
            />
            <Radio
              value="admin"
              label={t`Admin`}
              description={t`Has every department, and changes everything in this panel.`}
            />
          </Stack>
        </Radio.Group>
        {level === 'agent' && (
          <AgentRightsFields
            value={rights}
            onChange={setRights}
            faults={{
              groups: fieldError(error, '/agent_group_ids'),
              departments: fieldError(error, '/department_ids'),
            }}
          />
        )}
        {teams && teams.items.length > 0 && (
          <MultiSelect
            label={t`Teams`}
            data={options(teams.items)}
            value={teamIds}
            onChange={setTeamIds}
            error={fieldError(error, '/team_ids')}
            searchable
            clearable
          />
        )}
        <FormFailure error={error} fields={FIELDS} />
        <Group justify="flex-end">
          <Button type="submit" loading={invite.isPending}>
            <Trans>Send the invitation</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Props = { opened: boolean; onClose: () => void; onDone: (person: UserRead) => void };

/** Somebody who is to work here, in one form: account, level, departments, teams, and the mail. */
export function InviteDialog({ opened, onClose, onDone }: Props) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Trans>Invite a colleague</Trans>}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Form onDone={onDone} />
    </Modal>
  );
}
