import { getUserAccessOptions } from '@deskbell/api';
import { Loaded } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { GrantSets } from './GrantSets';

/** What somebody may do, and where it comes from. */
export function PersonAccess({ userId }: { userId: number }) {
  const { t } = useLingui();
  const query = useQuery(getUserAccessOptions({ path: { user_id: userId } }));
  return (
    <Loaded query={query} failure={<Trans>The rights did not come</Trans>} rows={6}>
      {({ permissions, tickets, articles, departments }) => (
        <Stack gap="sm">
          <Text size="sm">
            <Trans>
              Sees {tickets} tickets and {articles} articles.
            </Trans>{' '}
            {departments.length > 0 && (
              <Trans>Departments: {departments.map(({ name }) => name).join(', ')}.</Trans>
            )}
          </Text>
          <Table verticalSpacing={6} aria-label={t`What this person may do`}>
            <Table.Tbody>
              {permissions.map(({ permission, title, paths }) => (
                <Table.Tr key={permission}>
                  <Table.Th scope="row" fw={500} style={{ verticalAlign: 'top', textAlign: 'start' }}>
                    {title}
                  </Table.Th>
                  <Table.Td>
                    <GrantSets sets={paths} plain={t`by the level, or because it is for everybody`} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      )}
    </Loaded>
  );
}
