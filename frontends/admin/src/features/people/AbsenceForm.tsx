import {
  fieldError,
  getUserOutOfOfficeOptions,
  getUserOutOfOfficeQueryKey,
  listAgentsQueryKey,
  removeUserOutOfOfficeMutation,
  setUserOutOfOfficeMutation,
  type UserRead,
} from '@deskbell/api';
import { FormFailure, Loaded, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Until when an agent is away: whoever assigns tickets is told. */
export function AbsenceForm({ person }: { person: UserRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const path = { user_id: person.id };
  const absence = useQuery(getUserOutOfOfficeOptions({ path }));
  const answers = {
    onSuccess: (now: { until: string | null }) => {
      queries.setQueryData(getUserOutOfOfficeQueryKey({ path }), now);
      void queries.invalidateQueries({ queryKey: listAgentsQueryKey() });
      toast(now.until ? t`${person.name} is away` : t`${person.name} is there again`);
    },
  };
  const set = useMutation({ ...setUserOutOfOfficeMutation(), ...answers });
  const remove = useMutation({ ...removeUserOutOfOfficeMutation(), ...answers });
  return (
    <Loaded query={absence} failure={<Trans>It did not come whether the person is away</Trans>} rows={1}>
      {({ until }) => (
        <form
          key={until}
          onSubmit={(event) => {
            const value = submitted(event);
            set.mutate({ path, body: { until: value('until') } });
          }}
        >
          <Stack gap="sm">
            <Group align="end" gap="xs">
              <TextInput
                type="date"
                name="until"
                label={t`Away until`}
                defaultValue={until ?? ''}
                required
                withAsterisk={false}
                error={fieldError(set.error, '/until')}
              />
              <Button type="submit" variant="default" loading={set.isPending}>
                <Trans>Say so</Trans>
              </Button>
              {until && (
                <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate({ path })}>
                  <Trans>There again</Trans>
                </Button>
              )}
            </Group>
            <FormFailure error={set.error ?? remove.error} fields={['/until']} />
          </Stack>
        </form>
      )}
    </Loaded>
  );
}
