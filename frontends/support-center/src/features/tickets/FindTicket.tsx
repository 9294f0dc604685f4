import { createTicketLinkRequestMutation, fieldError } from '@deskbell/api';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import classes from './NewTicket.module.css';

const FIELDS = ['/reference', '/email'];

/** Has a link to one ticket mailed to whoever asked it. The answer is the same for every address. */
export function FindTicket({ reference }: { reference: string }) {
  const { t } = useLingui();
  const ask = useMutation(createTicketLinkRequestMutation());
  const send = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    ask.mutate({ body: { reference: value('reference').trim(), email: value('email') } });
  };
  if (ask.isSuccess) {
    return (
      <p className={classes.done} role="status">
        <Trans>
          If this ticket was asked from this address, a mail with a link to it is on its way. It takes a
          minute at most; look into the folder for unwanted mail, too.
        </Trans>
      </p>
    );
  }
  return (
    <form className={classes.form} onSubmit={send}>
      <TextInput
        label={t`Reference`}
        description={t`It stands in every mail about the ticket, as 7QJR-3M8K-2TXD.`}
        name="reference"
        autoComplete="off"
        required
        withAsterisk={false}
        defaultValue={reference}
        error={fieldError(ask.error, '/reference')}
      />
      <TextInput
        label={t`Your email`}
        name="email"
        type="email"
        autoComplete="email"
        required
        withAsterisk={false}
        error={fieldError(ask.error, '/email')}
      />
      <FormFailure error={ask.error} fields={FIELDS} />
      <Button type="submit" loading={ask.isPending} className={classes.send}>
        <Trans>Mail me the link</Trans>
      </Button>
    </form>
  );
}
