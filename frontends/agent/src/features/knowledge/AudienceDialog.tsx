import { type AudienceUpdate, fieldError, listAudienceGroupsOptions } from '@deskbell/api';
import { FormDialog } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { MultiSelect, Radio, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

type Audience = AudienceUpdate['audience'];

type Props = {
  /** What stands above: the category of an article, or the one in which a category stands. */
  above: string | null;
  audience: Audience;
  groupIds: number[];
  opened: boolean;
  pending: boolean;
  error: unknown;
  onClose: () => void;
  onChoose: (body: AudienceUpdate) => void;
};

/** For whom a category or an article is. It only ever narrows what stands above. */
export function AudienceDialog({ above, audience, groupIds, ...dialog }: Props) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<Audience>(audience);
  const [groups, setGroups] = useState(groupIds.map(String));
  const { data } = useQuery(listAudienceGroupsOptions());
  const names = (data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <FormDialog
      opened={dialog.opened}
      onClose={dialog.onClose}
      title={<Trans>Who may read it</Trans>}
      pending={dialog.pending}
      error={dialog.error}
      fields={['/group_ids']}
      onSubmit={() =>
        dialog.onChoose({ audience: chosen, group_ids: chosen === 'groups' ? groups.map(Number) : [] })
      }
    >
      <Radio.Group
        aria-label={t`Who may read it`}
        value={chosen}
        onChange={(value) => setChosen(value as Audience)}
      >
        <Stack gap="sm">
          <Radio
            value="parent"
            label={above ? t`Whoever may read ${above}` : t`Everybody who may read articles`}
          />
          <Radio
            value="groups"
            label={t`Only some groups`}
            description={above ? t`Of those who may read ${above}.` : undefined}
          />
          <Radio value="agents" label={t`Only agents`} />
        </Stack>
      </Radio.Group>
      {chosen === 'groups' && (
        <MultiSelect
          label={t`Groups`}
          data={names}
          value={groups}
          onChange={setGroups}
          searchable
          clearable
          required
          withAsterisk={false}
          error={fieldError(dialog.error, '/group_ids') ?? fieldError(dialog.error, '')}
        />
      )}
    </FormDialog>
  );
}
