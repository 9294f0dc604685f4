import {
  getUserDepartmentsOptions,
  listDepartmentsOptions,
  setUserDepartmentsMutation,
  type UserRead,
} from '@deskbell/api';
import { FormFailure, Loaded, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePersonRefresh } from './usePersonRefresh';

function Form({ person, given }: { person: UserRead; given: number[] }) {
  const { t } = useLingui();
  const refresh = usePersonRefresh(person.id);
  const departments = useQuery(listDepartmentsOptions());
  const [chosen, setChosen] = useState<string[] | null>(null);
  const shown = chosen ?? given.map(String);
  const save = useMutation({
    ...setUserDepartmentsMutation(),
    onSuccess: () => {
      refresh();
      toast(t`Departments saved`, t`They count from the next request on.`);
    },
  });
  const changed = [...shown].sort().join() !== given.map(String).sort().join();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ path: { user_id: person.id }, body: { department_ids: shown.map(Number) } });
      }}
    >
      <Stack gap="sm">
        <Loaded query={departments} failure={<Trans>The departments did not come</Trans>} rows={2}>
          {({ items }) => (
            <Checkbox.Group aria-label={t`Departments`} value={shown} onChange={setChosen}>
              <Stack gap="xs">
                {items.map(({ id, name }) => (
                  <Checkbox key={id} value={String(id)} label={name} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
        </Loaded>
        <FormFailure error={save.error} />
        <Group>
          <Button type="submit" variant="default" size="xs" disabled={!changed} loading={save.isPending}>
            <Trans>Save the departments</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The departments whose tickets an agent sees. */
export function AccessForm({ person }: { person: UserRead }) {
  const access = useQuery(getUserDepartmentsOptions({ path: { user_id: person.id } }));
  return (
    <Loaded query={access} failure={<Trans>The departments did not come</Trans>} rows={2}>
      {({ department_ids }) => <Form person={person} given={department_ids} />}
    </Loaded>
  );
}
