import { createTicketMutation, fieldError, listTicketsQueryKey, type UserMe } from '@deskbell/api';
import { FormFailure, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconArrowLeft, IconLock, IconMail } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { FirstMessage, useFirstMessage } from '../composer/FirstMessage';
import { Choices } from './Choices';
import { CustomerInput } from './CustomerInput';
import { type Fields, useFields } from './fields';
import classes from './NewTicket.module.css';

const SHOWN = [
  '/agent/requester/name',
  '/agent/requester/email',
  '/agent/requester_id',
  '/agent/department_id',
  '/agent/assignee_id',
  '/subject',
];
const number = (text: string | null) => (text === null ? null : Number(text));

/** What the API is asked for. */
function agentPart({ ours, person, department, assignee, priority, type }: Fields) {
  return {
    ...(person?.id == null
      ? { requester: { name: person?.name.trim() || (person?.email ?? ''), email: person?.email ?? '' } }
      : { requester_id: person.id }),
    as_requester: !ours,
    department_id: number(department),
    assignee_id: number(assignee),
    priority_id: number(priority),
    type_id: number(type),
  };
}

function Consequence({ fields }: { fields: Fields }) {
  const email = fields.person?.email;
  if (!fields.ours) {
    return (
      <p className={classes.consequence}>
        <IconLock size={15} stroke={1.8} aria-hidden="true" />
        <Trans>It counts as the customer's own words. No mail goes out.</Trans>
      </p>
    );
  }
  return (
    <p className={classes.consequence}>
      <IconMail size={15} stroke={1.8} aria-hidden="true" />
      {email ? (
        <Trans>This is mailed to {email}. The answer comes back to this ticket.</Trans>
      ) : (
        <Trans>This is mailed to the customer. The answer comes back to this ticket.</Trans>
      )}
    </p>
  );
}

type Props = { me: UserMe; onBack: () => void; onCreated: (id: number) => void };

/** A ticket on behalf of a customer: an agent writes to them, or takes down what they said. */
export function NewTicket({ me, onBack, onCreated }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { fields, change, clear } = useFields(me.id);
  const message = useFirstMessage();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [missing, setMissing] = useState(false);
  const create = useMutation({
    ...createTicketMutation(),
    onSuccess: (ticket) => {
      void queries.invalidateQueries({ queryKey: listTicketsQueryKey() });
      toast(fields.ours ? t`Ticket created and mailed` : t`Ticket created`);
      message.clear();
      clear();
      onCreated(ticket.id);
    },
    // Another content is another ticket: only the same one sent twice may count once.
    onError: () => setKey(crypto.randomUUID()),
  });
  const { error } = create;

  const incomplete = !fields.person || !fields.subject.trim() || message.empty;
  const send = async () => {
    if (create.isPending) return;
    setMissing(incomplete);
    if (incomplete) return;
    const said = await message.ready();
    create.mutate({
      headers: { 'idempotency-key': key },
      body: { subject: fields.subject.trim(), ...said, agent: agentPart(fields) },
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  // The first Escape leaves the field, the next one the page.
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !(event.target instanceof HTMLInputElement)) return;
    event.stopPropagation();
    event.target.blur();
  };
  return (
    <section className={classes.page} aria-label={t`New ticket`}>
      <form className={classes.form} onSubmit={submit} onKeyDown={leave} noValidate>
        <header className={classes.head}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            className={classes.back}
            aria-label={t`Back to the list`}
            onClick={onBack}
          >
            <IconArrowLeft size={18} stroke={1.8} />
          </ActionIcon>
          <h1 className={classes.title}>
            <Trans>New ticket</Trans>
          </h1>
        </header>
        <Stack gap="md">
          <SegmentedControl
            aria-label={t`Who speaks first`}
            value={fields.ours ? 'ours' : 'theirs'}
            onChange={(next) => change({ ours: next === 'ours' })}
            data={[
              { value: 'ours', label: t`Write to a customer` },
              { value: 'theirs', label: t`Take down what they said` },
            ]}
          />
          <CustomerInput person={fields.person} error={error} onChange={(person) => change({ person })} />
          <TextInput
            label={t`Subject`}
            value={fields.subject}
            error={fieldError(error, '/subject')}
            onChange={(event) => change({ subject: event.currentTarget.value })}
          />
          <Choices fields={fields} error={error} onChange={change} />
          <div>
            <FirstMessage
              label={fields.ours ? t`Message` : t`What the customer said`}
              placeholder={fields.ours ? t`Write to the customer…` : t`What did the customer say?`}
              onSend={() => void send()}
              onLeave={onBack}
            >
              <Button type="submit" size="xs" loading={create.isPending}>
                {fields.ours ? <Trans>Send</Trans> : <Trans>Create the ticket</Trans>}
              </Button>
            </FirstMessage>
            <Consequence fields={fields} />
          </div>
          {missing && incomplete && (
            <p className={classes.missing} role="alert">
              <Trans>A customer, a subject and a message are needed.</Trans>
            </p>
          )}
          <FormFailure error={error} fields={SHOWN} />
        </Stack>
      </form>
    </section>
  );
}
