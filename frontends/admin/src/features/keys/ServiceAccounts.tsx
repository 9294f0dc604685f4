import {
  createServiceAccountMutation,
  fieldError,
  listServiceAccountsOptions,
  listServiceAccountsQueryKey,
  type ServiceAccountRead,
  setUserDisabledMutation,
  unsetUserDisabledMutation,
} from '@deskbell/api';
import { ApiKeyForm } from '@deskbell/session/account';
import { EmptyState, FailureNotice, FormFailure, submitted, toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Group, Modal, Skeleton, Stack, Table, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRobot } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

function useFresh() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: listServiceAccountsQueryKey() });
}

function NewAccount() {
  const { t } = useLingui();
  const create = useMutation({ ...createServiceAccountMutation(), onSuccess: useFresh() });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    const name = submitted(event)('name');
    create.mutate({ body: { name } }, { onSuccess: () => form.reset() });
  };
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="xs">
        <TextInput
          label={t`New service account`}
          placeholder={t`Order system`}
          name="name"
          required
          withAsterisk={false}
          maxLength={200}
          autoComplete="off"
          error={fieldError(create.error, '/name')}
        />
        <Button type="submit" loading={create.isPending}>
          <Trans>Make the account</Trans>
        </Button>
      </Group>
      <FormFailure error={create.error} fields={['/name']} />
    </form>
  );
}

function AccountRow({ account, onKey }: { account: ServiceAccountRead; onKey: () => void }) {
  const { t } = useLingui();
  const fresh = useFresh();
  const answers = {
    onError: (error: unknown) => toastFailure(t`Nothing was changed`, error),
    onSettled: fresh,
  };
  const disable = useMutation({ ...setUserDisabledMutation(), ...answers });
  const enable = useMutation({ ...unsetUserDisabledMutation(), ...answers });
  const toggle = account.disabled ? enable : disable;
  return (
    <Table.Tr>
      <Table.Td>{account.name}</Table.Td>
      <Table.Td>
        <Badge variant="light">{account.level}</Badge>
      </Table.Td>
      <Table.Td>
        <Plural value={account.keys} one="# key" other="# keys" />
      </Table.Td>
      <Table.Td>
        {account.disabled && (
          <Badge variant="light" color="red">
            <Trans>Disabled</Trans>
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Button size="compact-xs" variant="light" onClick={onKey} aria-label={t`New key: ${account.name}`}>
            <Trans>New key</Trans>
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            loading={toggle.isPending}
            onClick={() => toggle.mutate({ path: { user_id: account.id } })}
          >
            {account.disabled ? t`Enable` : t`Disable`}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** Accounts of programs, and new keys for them. */
export function ServiceAccounts() {
  const { t } = useLingui();
  const fresh = useFresh();
  // While it closes, the dialog still is about somebody.
  const [keyFor, setKeyFor] = useState<ServiceAccountRead | null>(null);
  const [opened, dialog] = useDisclosure(false);
  const { data, error, refetch } = useQuery(listServiceAccountsOptions({ query: { limit: 100 } }));
  if (error)
    return (
      <FailureNotice title={t`The accounts could not be loaded`} error={error} onRetry={() => refetch()} />
    );
  if (!data) return [0, 1, 2].map((row) => <Skeleton key={row} height={44} mb="xs" />);
  const openFor = (account: ServiceAccountRead) => {
    setKeyFor(account);
    dialog.open();
  };
  return (
    <Stack>
      <NewAccount />
      {data.items.length === 0 ? (
        <EmptyState icon={<IconRobot size={28} stroke={1.5} />} title={t`No service accounts`}>
          <Trans>Make one for each program, so that what it does stands under its own name.</Trans>
        </EmptyState>
      ) : (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="sm" highlightOnHover aria-label={t`Service accounts`}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t`Name`}</Table.Th>
                <Table.Th>{t`Level`}</Table.Th>
                <Table.Th>{t`Keys`}</Table.Th>
                <Table.Th>{t`State`}</Table.Th>
                <Table.Th aria-label={t`What can be done`} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((account) => (
                <AccountRow key={account.id} account={account} onKey={() => openFor(account)} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={keyFor && t`New key for ${keyFor.name}`}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        {keyFor && (
          <ApiKeyForm highest={keyFor.level} serviceId={keyFor.id} onCreated={fresh} onDone={dialog.close} />
        )}
      </Modal>
    </Stack>
  );
}
