import { setUserDepartmentsMutation, type UserDepartments } from '@deskbell/api';
import { Loaded, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { AccessFields, sameAccess } from '../../parts/rights/AccessFields';
import { agentGroupName } from '../../parts/rights/agentGroupName';
import { SaveBar } from '../../parts/rights/SaveBar';
import { useDraft } from '../../parts/rights/useDraft';
import type { Rights } from './useRights';

function Form({ rights, stored }: { rights: Rights; stored: UserDepartments }) {
  const { t } = useLingui();
  const { path, inside, seen, take, refresh } = rights;
  const draft = useDraft(stored.departments, sameAccess);
  const save = useMutation({
    ...setUserDepartmentsMutation(),
    onSuccess: (now) => {
      take('departments', now);
      toast(t`Departments saved`, t`They count from the next request on.`);
    },
    onSettled: refresh,
  });
  const note = (id: number) =>
    inside
      .flatMap((group) => {
        const given = group.departments.find(({ department_id }) => department_id === id);
        if (!given) return [];
        const name = agentGroupName(group);
        return given.access === 'full' ? t`Full, by ${name}` : t`Only move into, by ${name}`;
      })
      .join('; ');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { path, body: { departments: draft.value }, headers: seen(stored) },
          { onSuccess: draft.drop },
        );
      }}
    >
      <Stack gap="sm">
        <AccessFields value={draft.value} onChange={draft.set} note={note} />
        <SaveBar
          label={<Trans>Save the departments</Trans>}
          changed={draft.changed}
          pending={save.isPending}
          error={save.error}
          wanted={{ kind: 'user_departments', user_id: path.user_id, departments: draft.value }}
          onUndo={() => {
            draft.drop();
            save.reset();
          }}
        />
      </Stack>
    </form>
  );
}

/** The departments that an agent has access to alone; what groups open is said beside. */
export function AccessForm({ rights }: { rights: Rights }) {
  return (
    <Loaded query={rights.departments} failure={<Trans>The departments did not come</Trans>} rows={2}>
      {(stored) => <Form rights={rights} stored={stored} />}
    </Loaded>
  );
}
