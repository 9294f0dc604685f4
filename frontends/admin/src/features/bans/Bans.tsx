import {
  deleteMailBanMutation,
  listMailBansInfiniteOptions,
  listMailBansInfiniteQueryKey,
  type MailBanRead,
  paging,
} from '@deskbell/api';
import { EmptyState, TimeAgo, toast, toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBan } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Listing } from '../../parts/Listing';
import { TextLink } from '../../parts/links';
import classes from '../../parts/Rows.module.css';
import { NewBan } from './NewBan';

/** Whose mail is not taken, and taking it again. */
export function Bans() {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [kind, setKind] = useState('');
  const [q] = useDebouncedValue(words, 250);
  const query = { q: q || undefined, kind: (kind || undefined) as MailBanRead['kind'] | undefined };
  const list = useInfiniteQuery({ ...listMailBansInfiniteOptions({ query }), ...paging });
  return (
    <>
      <NewBan />
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={t`Search`}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <NativeSelect
          label={t`Kind`}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[
            { value: '', label: t`All` },
            { value: 'address', label: t`Addresses` },
            { value: 'domain', label: t`Domains` },
            { value: 'network', label: t`Networks` },
          ]}
        />
      </div>
      <Listing
        label={t`Bans`}
        list={list}
        row={(ban) => <Ban ban={ban} />}
        empty={
          <EmptyState icon={<IconBan size={28} stroke={1.5} />} title={<Trans>Nobody is banned here</Trans>}>
            <Trans>
              What a ban keeps out stays in the ledger, and can be read once more after it is lifted.
            </Trans>
          </EmptyState>
        }
      />
    </>
  );
}

function Ban({ ban }: { ban: MailBanRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { value } = ban;
  const lift = useMutation({
    ...deleteMailBanMutation(),
    onSuccess: () => toast(t`Mail from ${value} is taken again`),
    onError: (error) => toastFailure(t`The ban is still there`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listMailBansInfiniteQueryKey() }),
  });
  return (
    <div className={classes.row}>
      <span className={classes.main}>
        <div className={classes.name}>{value}</div>
        <div className={classes.more}>
          {ban.reason || <Trans>No reason given</Trans>}
          {ban.expires_at && (
            <>
              {' · '}
              <Trans>
                ends <TimeAgo at={ban.expires_at} />
              </Trans>
            </>
          )}
        </div>
      </span>
      <span className={classes.side}>
        {ban.refused > 0 ? (
          <TextLink to="/mail/inbound" search={{ ban: ban.id }} fz="inherit">
            <Plural value={ban.refused} one="# mail kept out" other="# mails kept out" />
          </TextLink>
        ) : (
          <Trans>Nothing kept out yet</Trans>
        )}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t`Lift the ban of ${value}`}
        loading={lift.isPending}
        onClick={() => lift.mutate({ path: { ban_id: ban.id }, headers: { 'If-Match': `"${ban.version}"` } })}
      >
        <Trans>Lift</Trans>
      </Button>
    </div>
  );
}
