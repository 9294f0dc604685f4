import { createTicketMutation, fieldError, listDepartmentsOptions, listTicketsQueryKey } from '@deskbell/api';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

const FIELDS = ['/agent/requester/name', '/agent/requester/email', '/subject', '/text'];

type Props = { opened: boolean; onClose: () => void; onCreated: (id: number) => void };

function Form({ onCreated }: { onCreated: (id: number) => void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data: departments } = useQuery(listDepartmentsOptions());
  const [department, setDepartment] = useState<string | null>(null);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const create = useMutation({
    ...createTicketMutation({ headers: { 'idempotency-key': key } }),
    onSuccess: (ticket) => {
      void queries.invalidateQueries({ queryKey: listTicketsQueryKey() });
      onCreated(ticket.id);
    },
  });
  const { error } = create;
  const fallback = departments?.items.find((each) => each.is_default) ?? departments?.items[0];
  const chosen = department ?? (fallback ? String(fallback.id) : null);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    const typed = submitted(event);
    const value = (name: string) => typed(name).trim();
    create.mutate({
      body: {
        subject: value('subject'),
        text: value('message'),
        agent: {
          requester: { name: value('name'), email: value('email') },
          as_requester: true,
          department_id: chosen === null ? null : Number(chosen),
        },
      },
    });
  };

  return (
    // Another content is another ticket: only the same one sent twice may count once.
    <form onSubmit={submit} onChange={() => setKey(crypto.randomUUID())}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label={t`Requester's name`}
            name="name"
            required
            withAsterisk={false}
            data-autofocus
            error={fieldError(error, '/agent/requester/name')}
          />
          <TextInput
            label={t`Requester's email`}
            name="email"
            type="email"
            required
            withAsterisk={false}
            error={fieldError(error, '/agent/requester/email')}
          />
        </SimpleGrid>
        <TextInput
          label={t`Subject`}
          name="subject"
          required
          withAsterisk={false}
          error={fieldError(error, '/subject')}
        />
        <Select
          label={t`Department`}
          data={departments?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
          value={chosen}
          onChange={setDepartment}
          allowDeselect={false}
        />
        <Textarea
          label={t`What the customer asked`}
          name="message"
          required
          withAsterisk={false}
          autosize
          minRows={5}
          maxRows={12}
          error={fieldError(error, '/text')}
        />
        <FormFailure error={error} fields={FIELDS} />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            <Trans>Create the ticket</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** For what came by phone or in person: a ticket in the customer's name. */
export function NewTicketDialog({ opened, onClose, onCreated }: Props) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Trans>New ticket</Trans>}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Form onCreated={onCreated} />
    </Modal>
  );
}
