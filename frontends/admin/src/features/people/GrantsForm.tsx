import {
  listPermissionsOptions,
  type PermissionRead,
  setUserPermissionsMutation,
  type UserPermissionsRead,
} from '@deskbell/api';
import { Loaded, toast } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { PermissionFields } from '../../parts/rights/PermissionFields';
import { SaveBar } from '../../parts/rights/SaveBar';
import { usePermissionChoice } from '../../parts/rights/usePermissionChoice';
import { fromGroups, type Rights } from './useRights';

type FormProps = { rights: Rights; held: UserPermissionsRead; known: PermissionRead[] };

function Form({ rights, held, known }: FormProps) {
  const { t } = useLingui();
  const { path, seen, take, refresh } = rights;
  const save = useMutation({
    ...setUserPermissionsMutation(),
    onSuccess: (now) => {
      take('permissions', now);
      toast(t`The permissions are changed`, t`They count from the next request on.`);
    },
    onSettled: refresh,
  });
  const choice = usePermissionChoice({
    known,
    stored: held.permissions,
    locked: fromGroups(rights),
    error: save.error,
    sent: save.variables?.body.permissions ?? [],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { path, body: { permissions: choice.names }, headers: seen(held) },
          { onSuccess: choice.drop },
        );
      }}
    >
      <Stack gap="lg">
        <PermissionFields choice={choice} />
        <SaveBar
          label={<Trans>Save permissions</Trans>}
          changed={choice.changed}
          pending={save.isPending}
          error={save.error}
          fields={save.variables?.body.permissions.map((_, place) => `/permissions/${place}`)}
          wanted={{ kind: 'user_permissions', user_id: path.user_id, permissions: choice.names }}
          onUndo={() => {
            choice.drop();
            save.reset();
          }}
        />
      </Stack>
    </form>
  );
}

/** What an agent holds: by their groups, shown and locked, and what is given to them alone. */
export function GrantsForm({ rights }: { rights: Rights }) {
  const [opened, { toggle }] = useDisclosure(false);
  const { permissions } = rights;
  const known = useQuery({
    ...listPermissionsOptions({ query: { audience: 'agent' } }),
    enabled: opened,
  });
  return (
    <Loaded query={permissions} failure={<Trans>The permissions did not come</Trans>} rows={1}>
      {(held) => (
        <Stack gap="sm" align="stretch">
          <Text size="sm">
            <Plural value={held.held.length} one="Holds # permission." other="Holds # permissions." />{' '}
            {held.permissions.length > 0 && (
              <Plural
                value={held.permissions.length}
                one="# is given to this person alone."
                other="# are given to this person alone."
              />
            )}
          </Text>
          <Button
            variant="default"
            size="xs"
            onClick={toggle}
            aria-expanded={opened}
            style={{ alignSelf: 'flex-start' }}
          >
            {opened ? <Trans>Hide the permissions</Trans> : <Trans>Show and change the permissions</Trans>}
          </Button>
          {opened && (
            <Loaded query={known} failure={<Trans>The permissions did not come</Trans>} rows={8}>
              {({ items }) => <Form rights={rights} held={held} known={items} />}
            </Loaded>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
