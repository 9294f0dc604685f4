import { type Fate, listInboundMailsInfiniteOptions, listMailboxesOptions, paging } from '@deskbell/api';
import { EmptyState, StatusChip, TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Chip, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Listing } from '../../parts/Listing';
import classes from '../../parts/Rows.module.css';
import { FATES, fateChip } from './fates';
import { type InboundSearch, queryOf } from './inboundSearch';
import { ReplayMany } from './ReplayMany';

type Props = { search: InboundSearch; onSearch: (next: InboundSearch) => void };

/** The ledger of received mail: everything that came in, whatever became of it. */
export function InboundList({ search, onSearch }: Props) {
  const { t } = useLingui();
  const { data: mailboxes } = useQuery(listMailboxesOptions());
  const query = queryOf(search);
  const list = useInfiniteQuery({
    ...listInboundMailsInfiniteOptions({ query }),
    ...paging,
    refetchInterval: 10_000,
  });
  return (
    <>
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={t`Subject or author`}
          defaultValue={search.q ?? ''}
          onChange={(event) => onSearch({ ...search, q: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          label={t`Mailbox`}
          value={search.mailbox ?? ''}
          onChange={(event) =>
            onSearch({ ...search, mailbox: Number(event.currentTarget.value) || undefined })
          }
          data={[
            { value: '', label: t`All` },
            ...(mailboxes?.items.map(({ id, address }) => ({ value: String(id), label: address })) ?? []),
          ]}
        />
        {(search.ban || search.rule) && (
          <Chip checked onChange={() => onSearch({ ...search, ban: undefined, rule: undefined })}>
            {search.ban ? <Trans>Kept out by one ban</Trans> : <Trans>Taken hold of by one rule</Trans>}
          </Chip>
        )}
      </div>
      <Chip.Group
        multiple
        value={search.fate ?? []}
        onChange={(fate) => onSearch({ ...search, fate: fate.length > 0 ? (fate as Fate[]) : undefined })}
      >
        <Group gap={6} role="group" aria-label={t`What became of it`}>
          {FATES.map((fate) => (
            <Chip key={fate} value={fate} size="xs" variant="outline">
              {fateChip(fate).name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <ReplayMany query={query} />
      <Listing
        label={t`Received mail`}
        list={list}
        row={(mail) => (
          <Link to="/mail/inbound/$mailId" params={{ mailId: String(mail.id) }} className={classes.row}>
            <span className={classes.main}>
              <div className={classes.name}>{mail.subject || t`No subject`}</div>
              <div className={classes.more}>
                {mail.address || mail.sender || t`Unknown sender`}
                {mail.reason && ` · ${mail.reason}`}
              </div>
            </span>
            <TimeAgo at={mail.received_at} form="short" className={classes.side} />
            <StatusChip status={fateChip(mail.fate)} />
          </Link>
        )}
        empty={
          <EmptyState icon={<IconInbox size={28} stroke={1.5} />} title={<Trans>No mail here</Trans>}>
            <Trans>
              Every mail that comes in is listed, also those that were refused or could not be read.
            </Trans>
          </EmptyState>
        }
      />
    </>
  );
}
