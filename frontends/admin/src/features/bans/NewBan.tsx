import {
  createMailBanMutation,
  fieldError,
  listMailBansInfiniteQueryKey,
  type MailBanRead,
} from '@deskbell/api';
import { FormFailure, Panel, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import classes from '../../parts/Rows.module.css';

const FIELDS = ['/value', '/kind', '/reason', '/expires_at', ''];
const DAY = 86_400_000;

/** A new ban: of whom, why, and for how long. */
export function NewBan() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [made, setMade] = useState(0);
  const create = useMutation({
    ...createMailBanMutation(),
    onSuccess: ({ value }) => {
      toast(t`Mail from ${value} is not taken any more`);
      setMade(made + 1);
      void queries.invalidateQueries({ queryKey: listMailBansInfiniteQueryKey() });
    },
  });
  const { error } = create;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const days = Number(value('days'));
    create.mutate({
      body: {
        kind: value('kind') as MailBanRead['kind'],
        value: value('value'),
        reason: value('reason'),
        expires_at: days ? new Date(Date.now() + days * DAY).toISOString() : null,
      },
    });
  };
  return (
    <Panel
      title={<Trans>Take no mail from …</Trans>}
      lead={<Trans>Nobody is told. A domain stands for everything under it, too.</Trans>}
    >
      <form className={classes.form} onSubmit={submit} key={made}>
        <div className={classes.columns}>
          <NativeSelect
            name="kind"
            label={t`What`}
            data={[
              { value: 'address', label: t`One address` },
              { value: 'domain', label: t`A whole domain` },
              { value: 'network', label: t`Servers of a network` },
            ]}
          />
          <TextInput
            name="value"
            label={t`Address, domain or network`}
            placeholder="spam.example"
            required
            withAsterisk={false}
            spellCheck={false}
            error={fieldError(error, '/value') ?? fieldError(error, '')}
          />
          <TextInput name="reason" label={t`Reason`} error={fieldError(error, '/reason')} />
          <NativeSelect
            name="days"
            label={t`For how long`}
            data={[
              { value: '', label: t`Until it is lifted` },
              { value: '1', label: t`One day` },
              { value: '7', label: t`One week` },
              { value: '30', label: t`30 days` },
            ]}
          />
        </div>
        <FormFailure error={error} fields={FIELDS} />
        <div className={classes.end}>
          <Button type="submit" loading={create.isPending}>
            <Trans>Ban</Trans>
          </Button>
        </div>
      </form>
    </Panel>
  );
}
