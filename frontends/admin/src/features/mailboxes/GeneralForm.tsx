import {
  fieldError,
  listPrioritiesOptions,
  listTicketTypesOptions,
  type MailboxRead,
  updateMailboxMutation,
} from '@deskbell/api';
import { FormFailure, Panel, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Switch, TagsInput, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import classes from '../../parts/Rows.module.css';
import { GENERAL, GeneralFields } from './GeneralFields';
import { useKeepMailbox } from './useKeepMailbox';

const FIELDS = [...GENERAL, '/priority_id', '/type_id', '/signature', '/language', '/trusted_servers'];

/** What a mailbox is called, and what its tickets begin with. */
export function GeneralForm({ mailbox }: { mailbox: MailboxRead }) {
  const { t } = useLingui();
  const keep = useKeepMailbox();
  const [trusted, setTrusted] = useState(mailbox.trusted_servers);
  const { data: priorities } = useQuery(listPrioritiesOptions());
  const { data: types } = useQuery(listTicketTypesOptions());
  const save = useMutation({
    ...updateMailboxMutation(),
    onSuccess: (next) => {
      keep(next);
      toast(t`Saved`);
    },
  });
  const { error } = save;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const form = new FormData(event.currentTarget);
    save.mutate({
      path: { mailbox_id: mailbox.id },
      headers: { 'If-Match': `"${mailbox.version}"` },
      body: {
        address: value('address'),
        name: value('name'),
        department_id: Number(value('department_id')),
        priority_id: Number(value('priority_id')) || null,
        type_id: Number(value('type_id')) || null,
        signature: value('signature'),
        language: value('language') as MailboxRead['language'],
        enabled: form.has('enabled'),
        trusted_servers: trusted,
      },
    });
  };
  const choice = (items: { id: number; name: string }[] | undefined, none: string) => [
    { value: '', label: none },
    ...(items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  return (
    <Panel title={<Trans>Mailbox</Trans>}>
      <form className={classes.form} onSubmit={submit} key={mailbox.version}>
        <GeneralFields known={mailbox} error={error} />
        <div className={classes.columns}>
          <NativeSelect
            key={`priority ${priorities ? 'known' : 'waiting'}`}
            name="priority_id"
            label={t`Priority of its tickets`}
            defaultValue={mailbox.priority_id ?? ''}
            error={fieldError(error, '/priority_id')}
            data={choice(priorities?.items, t`The default one`)}
          />
          <NativeSelect
            key={`type ${types ? 'known' : 'waiting'}`}
            name="type_id"
            label={t`Type of its tickets`}
            defaultValue={mailbox.type_id ?? ''}
            error={fieldError(error, '/type_id')}
            data={choice(types?.items, t`None`)}
          />
          <NativeSelect
            name="language"
            label={t`Language of its own mails`}
            defaultValue={mailbox.language}
            error={fieldError(error, '/language')}
            data={[
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
          />
        </div>
        <Textarea
          name="signature"
          label={t`Signature under replies`}
          description={t`HTML; anything that mail should not hold is dropped.`}
          defaultValue={mailbox.signature}
          autosize
          minRows={3}
          error={fieldError(error, '/signature')}
        />
        <TagsInput
          label={t`Mail servers in front of it`}
          description={t`If its mail arrives only through servers of yours, their names: what they say of a sender is believed.`}
          value={trusted}
          onChange={setTrusted}
          error={fieldError(error, '/trusted_servers')}
        />
        <Switch name="enabled" defaultChecked={mailbox.enabled} label={t`Takes and sends mail`} />
        <FormFailure error={error} fields={FIELDS} />
        <div className={classes.end}>
          <Button type="submit" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Panel>
  );
}
