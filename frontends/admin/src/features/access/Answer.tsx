import { type AccessExplanation, getAccessExplanationOptions } from '@deskbell/api';
import { Loaded, Panel } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Group, Stack, Text } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { asked, type Right } from './accessSearch';
import { GrantSets } from './GrantSets';

function No({ answer }: { answer: AccessExplanation }) {
  const { t } = useLingui();
  if (answer.obstacle === 'ticket_put_away')
    return (
      <Text size="sm">
        <Trans>The ticket is put away.</Trans>
      </Text>
    );
  if (answer.ways.length === 0)
    return (
      <Text size="sm">
        <Trans>Nothing that could be granted would change this.</Trans>
      </Text>
    );
  return (
    <>
      <Text size="sm">
        <Trans>Any one of these would allow it:</Trans>
      </Text>
      <GrantSets sets={answer.ways} plain={t`nothing`} />
      {answer.more_ways && (
        <Text size="sm" c="dimmed">
          <Trans>There are more ways; these are the shortest.</Trans>
        </Text>
      )}
    </>
  );
}

/** Yes or no, and why. */
export function Answer({ userId, right }: { userId: number; right: Right }) {
  const { t } = useLingui();
  const query = useQuery(getAccessExplanationOptions({ query: { user_id: userId, ...asked(right) } }));
  return (
    <Loaded query={query} failure={<Trans>The answer did not come</Trans>} rows={2}>
      {(answer) => (
        <Panel
          title={
            <Group component="span" gap={8} wrap="nowrap">
              {answer.allowed ? (
                <IconLockOpen size={18} color="var(--mantine-color-teal-text)" aria-hidden />
              ) : (
                <IconLock size={18} aria-hidden />
              )}
              {answer.allowed ? (
                <Trans>Yes, {answer.person?.name} may.</Trans>
              ) : (
                <Trans>No, {answer.person?.name} may not.</Trans>
              )}
            </Group>
          }
        >
          <Stack gap={6}>
            {answer.allowed ? (
              <GrantSets sets={answer.paths} plain={t`by the level, or because it is for everybody`} />
            ) : (
              <No answer={answer} />
            )}
          </Stack>
        </Panel>
      )}
    </Loaded>
  );
}
