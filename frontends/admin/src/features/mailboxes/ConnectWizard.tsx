import {
  getMailProviderGuessOptions,
  listMailProvidersOptions,
  type MailProviderGuess,
  type MailProviderRead,
} from '@deskbell/api';
import { FormFailure, Panel, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ButtonLink } from '../../parts/links';
import classes from '../../parts/Rows.module.css';
import { ConnectByPassword } from './ConnectByPassword';
import { ConnectBySignIn } from './ConnectBySignIn';
import { DnsRecords } from './DnsRecords';
import { GENERAL, GeneralFields } from './GeneralFields';
import { SelfTest } from './SelfTest';

export interface Wanted {
  address: string;
  name: string;
  department_id: number;
}

/** From an address to a mailbox that works: who runs it, how it is opened, a mail there and back, DNS. */
export function ConnectWizard() {
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [guess, setGuess] = useState<MailProviderGuess | null>(null);
  const [mailboxId, setMailboxId] = useState<number | null>(null);
  if (mailboxId !== null) {
    return (
      <>
        <SelfTest mailboxId={mailboxId} />
        <DnsRecords mailboxId={mailboxId} />
        <div>
          <ButtonLink to="/mail/mailboxes/$mailboxId" params={{ mailboxId: String(mailboxId) }}>
            <Trans>Done</Trans>
          </ButtonLink>
        </div>
      </>
    );
  }
  return (
    <>
      <AddressStep
        done={guess !== null}
        onGuessed={(next, found) => {
          setWanted(next);
          setGuess(found);
        }}
      />
      {wanted && guess && (
        <ProviderStep key={wanted.address} wanted={wanted} guess={guess} onConnected={setMailboxId} />
      )}
    </>
  );
}

type AddressProps = { done: boolean; onGuessed: (wanted: Wanted, guess: MailProviderGuess) => void };

function AddressStep({ done, onGuessed }: AddressProps) {
  const queries = useQueryClient();
  const find = useMutation({
    mutationFn: (wanted: Wanted) =>
      queries.fetchQuery(getMailProviderGuessOptions({ query: { address: wanted.address } })),
    onSuccess: (guess, wanted) => onGuessed(wanted, guess),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    find.mutate({
      address: value('address'),
      name: value('name'),
      department_id: Number(value('department_id')),
    });
  };
  return (
    <Panel title={<Trans>1. Which address?</Trans>}>
      <form className={classes.form} onSubmit={submit}>
        <GeneralFields error={find.error} autoFocus />
        <FormFailure error={find.error} fields={[...GENERAL, '?address']} />
        <div className={classes.end}>
          <Button type="submit" variant={done ? 'default' : 'filled'} loading={find.isPending}>
            {done ? <Trans>Look again</Trans> : <Trans>Next</Trans>}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

type ProviderProps = { wanted: Wanted; guess: MailProviderGuess; onConnected: (mailboxId: number) => void };

function ProviderStep({ wanted, guess, onConnected }: ProviderProps) {
  const { t } = useLingui();
  const { data: providers } = useQuery(listMailProvidersOptions());
  const [chosen, setChosen] = useState<MailProviderRead['provider']>(guess.provider);
  const provider = providers?.items.find((each) => each.provider === chosen);
  return (
    <Panel title={<Trans>2. How is it opened?</Trans>} lead={guess.explanation}>
      <NativeSelect
        label={t`Provider`}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value as typeof chosen)}
        data={providers?.items.map((each) => ({ value: each.provider, label: each.name })) ?? []}
      />
      {provider && <p className={classes.note}>{provider.explanation}</p>}
      {provider?.sign_in === 'provider' && <ConnectBySignIn wanted={wanted} provider={provider} />}
      {provider?.sign_in === 'password' && (
        <ConnectByPassword
          key={chosen}
          wanted={wanted}
          imap={provider.imap ?? guess.imap}
          smtp={provider.smtp ?? guess.smtp}
          onConnected={onConnected}
        />
      )}
    </Panel>
  );
}
