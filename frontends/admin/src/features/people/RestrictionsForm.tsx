import { setUserRestrictionsMutation, type UserRestrictionsRead } from '@deskbell/api';
import { Loaded, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import {
  RestrictionFields,
  restrictionPointers,
  restrictionsIn,
  sameRestrictions,
} from '../../parts/rights/RestrictionFields';
import { SaveBar } from '../../parts/rights/SaveBar';
import { useDraft } from '../../parts/rights/useDraft';
import type { Rights } from './useRights';

function Form({ rights, stored }: { rights: Rights; stored: UserRestrictionsRead }) {
  const { t } = useLingui();
  const { path, seen, take, refresh } = rights;
  const draft = useDraft(restrictionsIn(stored), sameRestrictions);
  const save = useMutation({
    ...setUserRestrictionsMutation(),
    onSuccess: (now) => {
      take('restrictions', now);
      toast(t`Restrictions saved`);
    },
    onSettled: refresh,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path, body: draft.value, headers: seen(stored) }, { onSuccess: draft.drop });
      }}
    >
      <Stack gap="sm">
        <RestrictionFields value={draft.value} onChange={draft.set} error={save.error} at="" />
        <SaveBar
          label={<Trans>Save the restrictions</Trans>}
          changed={draft.changed}
          pending={save.isPending}
          error={save.error}
          fields={restrictionPointers('', draft.value)}
          onUndo={() => {
            draft.drop();
            save.reset();
          }}
        />
      </Stack>
    </form>
  );
}

/** What cuts one agent down. */
export function RestrictionsForm({ rights }: { rights: Rights }) {
  return (
    <Loaded query={rights.restrictions} failure={<Trans>The restrictions did not come</Trans>} rows={3}>
      {(stored) => <Form rights={rights} stored={stored} />}
    </Loaded>
  );
}
