import { addUserGroupMembersByCsvMutation, isFailure, type UserGroupRead } from '@deskbell/api';
import { explain, toast } from '@deskbell/ui';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, FileButton, Group, List, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useGroupRefresh } from './useGroupRefresh';

/** Adds everybody whom a spreadsheet's list names; if a line is wrong, nobody, and the lines are told. */
export function MemberCsv({ group }: { group: UserGroupRead }) {
  const { t } = useLingui();
  const refresh = useGroupRefresh(group.id);
  const take = useMutation({
    ...addUserGroupMembersByCsvMutation(),
    onSuccess: ({ changed }) => {
      refresh();
      toast(plural(changed, { one: '# person added', other: '# people added' }));
    },
  });
  const read = async (file: File | null) => {
    if (file) take.mutate({ path: { user_group_id: group.id }, body: { csv: await file.text() } });
  };
  const faults = isFailure(take.error) ? take.error.errors : [];
  return (
    <>
      <Group gap="sm">
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void read(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconFileSpreadsheet size={16} aria-hidden="true" />}
              loading={take.isPending}
            >
              <Trans>Add by list (CSV)</Trans>
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          <Trans>
            With a first line that names a column <code>email</code> or <code>id</code>.
          </Trans>
        </Text>
      </Group>
      {take.error !== null && (
        <Alert color="red" variant="light" role="alert" title={t`Nobody was added`}>
          {faults.length > 0 ? (
            <List size="sm">
              {faults.map(({ pointer, message }) => (
                <List.Item key={pointer}>{message}</List.Item>
              ))}
            </List>
          ) : (
            explain(take.error)
          )}
        </Alert>
      )}
    </>
  );
}
