import {
  createUserMergeMutation,
  deleteUserMergeMutation,
  listUserAddressesQueryKey,
  listUserMergesOptions,
  listUserMergesQueryKey,
  listUsersOptions,
  type UserRead,
} from '@deskbell/api';
import { FormDialog, SureButton, TimeAgo, toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Select } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import classes from './Person.module.css';
import { usePersonRefresh } from './usePersonRefresh';

/** Other accounts of the same person: merged into this one, and apart again for two weeks. */
export function MergeControl({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const refresh = usePersonRefresh(person.id);
  const [opened, dialog] = useDisclosure(false);
  const path = { user_id: person.id };
  const { data } = useQuery(listUserMergesOptions({ path }));
  const onSettled = () => {
    refresh();
    void queries.invalidateQueries({ queryKey: listUserMergesQueryKey({ path }) });
    void queries.invalidateQueries({ queryKey: listUserAddressesQueryKey({ path }) });
  };
  const undo = useMutation({
    ...deleteUserMergeMutation(),
    onError: (error) => toastFailure(t`They are still one account`, error),
    onSettled,
  });
  return (
    <div>
      {data?.items.map((merge) => (
        <p key={merge.id} className={classes.who}>
          <span>
            {merge.merged.name}, <Plural value={merge.tickets} one="# ticket" other="# tickets" />
          </span>
          <TimeAgo at={merge.merged_at} />
          {merge.undoable_until && (
            <SureButton
              label={t`Undo`}
              sure={t`Part them again`}
              about={merge.merged.name}
              loading={undo.isPending}
              onSure={() => undo.mutate({ path: { merge_id: merge.id } })}
            />
          )}
        </p>
      ))}
      <Button size="xs" variant="default" onClick={dialog.open}>
        <Trans>Merge another account into this one</Trans>
      </Button>
      {opened && <MergeDialog person={person} onClose={dialog.close} onMerged={onSettled} />}
    </div>
  );
}

type DialogProps = { person: UserRead; onClose: () => void; onMerged: () => void };

function MergeDialog({ person, onClose, onMerged }: DialogProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [q] = useDebouncedValue(typed.trim(), 200);
  const { data } = useQuery({ ...listUsersOptions({ query: { q, level: 'user' } }), enabled: q !== '' });
  const merge = useMutation({
    ...createUserMergeMutation(),
    onSuccess: () => {
      onMerged();
      onClose();
    },
  });
  const others = (data?.items ?? []).filter((each) => each.id !== person.id);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={<Trans>Merge another account into this one</Trans>}
      action={<Trans>Merge</Trans>}
      pending={merge.isPending}
      error={merge.error}
      onSubmit={() => merge.mutate({ path: { user_id: person.id }, body: { merged_id: Number(chosen) } })}
    >
      <Trans>
        Its tickets, addresses and numbers come here; it opens nothing any more. Groups and organizations stay
        behind. You can undo this for two weeks.
      </Trans>
      <Select
        label={t`The other account`}
        placeholder={t`Name or address`}
        data={others.map((each) => ({ value: String(each.id), label: `${each.name} · ${each.email ?? ''}` }))}
        value={chosen}
        onChange={setChosen}
        searchValue={typed}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        nothingFoundMessage={q === '' ? undefined : t`Nobody is called so`}
        searchable
        required
        withAsterisk={false}
      />
    </FormDialog>
  );
}
