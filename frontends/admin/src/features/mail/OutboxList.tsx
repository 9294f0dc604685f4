import { listOutgoingMailsInfiniteOptions, type MailKind, type MailState, paging } from '@deskbell/api';
import { EmptyState, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Chip, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Listing } from '../../parts/Listing';
import classes from '../../parts/Rows.module.css';
import { KINDS, kindName, STATES, stateChip } from './fates';

/** Mail that goes out or went out, and where each stands. */
export function OutboxList({
  states,
  onStates,
}: {
  states: MailState[];
  onStates: (next: MailState[]) => void;
}) {
  const { t } = useLingui();
  const [address, setAddress] = useState('');
  const [kind, setKind] = useState('');
  const [recipient] = useDebouncedValue(address.trim(), 300);
  const query = {
    state: states.length > 0 ? states : undefined,
    kind: (kind || undefined) as MailKind | undefined,
    recipient: recipient || undefined,
  };
  const list = useInfiniteQuery({
    ...listOutgoingMailsInfiniteOptions({ query }),
    ...paging,
    refetchInterval: 10_000,
  });
  return (
    <>
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={t`Exact address`}
          placeholder="anna@example.org"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <NativeSelect
          label={t`Kind`}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[{ value: '', label: t`All` }, ...KINDS.map((value) => ({ value, label: kindName(value) }))]}
        />
      </div>
      <Chip.Group multiple value={states} onChange={(next) => onStates(next as MailState[])}>
        <Group gap={6} role="group" aria-label={t`Where it stands`}>
          {STATES.map((state) => (
            <Chip key={state} value={state} size="xs" variant="outline">
              {stateChip(state).name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Listing
        label={t`Outgoing mail`}
        list={list}
        row={(mail) => (
          <Link to="/mail/outbox/$mailId" params={{ mailId: String(mail.id) }} className={classes.row}>
            <span className={classes.main}>
              <div className={classes.name}>{mail.subject || kindName(mail.kind)}</div>
              <div className={classes.more}>
                {mail.recipients.map((person) => person.address).join(', ')}
                {mail.reason && ` · ${mail.reason}`}
              </div>
            </span>
            <TimeAgo at={mail.created_at} form="short" className={classes.side} />
            <StatusChip status={stateChip(mail.state)} />
          </Link>
        )}
        empty={
          <EmptyState icon={<IconSend size={28} stroke={1.5} />} title={<Trans>No mail here</Trans>}>
            <Trans>Answers, receipts and mails about accounts are listed as soon as they are written.</Trans>
          </EmptyState>
        }
      />
    </>
  );
}
