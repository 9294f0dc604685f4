import { type ChoosingRead, listUserGroupsOptions } from '@deskbell/api';
import { FormDialog, Loaded, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { MultiSelect, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

/** How the groups of one thing are asked for and set. */
export type Audience = {
  key: readonly unknown[];
  name: string;
  load: () => Promise<ChoosingRead>;
  save: (groupIds: number[], version: number) => Promise<ChoosingRead>;
};

type Props = {
  audience: Audience | null;
  onClose: () => void;
  /** What is so when no group is named. */
  whenEmpty: ReactNode;
};

function Chosen({
  audience,
  onClose,
  whenEmpty,
  before,
}: Props & { audience: Audience; before: ChoosingRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const groups = useQuery(listUserGroupsOptions());
  const [chosen, setChosen] = useState(before.groups.map(({ id }) => String(id)));
  const save = useMutation({
    mutationFn: () => audience.save(chosen.map(Number), before.version),
    onSuccess: (now) => {
      queries.setQueryData(audience.key, now);
      toast(t`Who may choose it is changed`);
      onClose();
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={<Trans>Who may choose {audience.name}?</Trans>}
      pending={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate()}
    >
      <MultiSelect
        label={t`User groups`}
        data={groups.data?.items.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
        value={chosen}
        onChange={setChosen}
        searchable
        placeholder={chosen.length === 0 ? t`No group: not restricted` : undefined}
      />
      <Text size="sm" c="dimmed">
        {chosen.length === 0 ? (
          whenEmpty
        ) : (
          <Trans>
            Only members of these groups may choose it. Whoever may read a ticket keeps it, wherever it moves.
          </Trans>
        )}
      </Text>
    </FormDialog>
  );
}

/** Says which groups may choose a department, a type or a priority. */
export function AudienceDialog({ audience, ...props }: Props) {
  const asked = useQuery({
    queryKey: audience?.key ?? ['no audience'],
    queryFn: () => audience?.load() ?? Promise.reject(new Error('nothing to ask for')),
    enabled: audience !== null,
  });
  if (!audience) return null;
  return (
    <Loaded query={asked} failure={<Trans>The groups did not come</Trans>} rows={0}>
      {(before) => <Chosen key={before.version} audience={audience} before={before} {...props} />}
    </Loaded>
  );
}
