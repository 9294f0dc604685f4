import { Trans } from '@lingui/react/macro';
import { Stack, Text } from '@mantine/core';
import { PermissionArea } from './PermissionArea';
import { TicketMatrix } from './TicketMatrix';
import type { Choice } from './usePermissionChoice';

/** Every permission that there is to choose: the ticket matrix, and the other areas below it. */
export function PermissionFields({ choice }: { choice: Choice }) {
  const singly = choice.known.filter(({ scope }) => scope === null);
  const titles = choice.beside?.titles.join(', ');
  const faults = choice.known.flatMap(({ name, scope }) => (scope && choice.fault(name)) || []);
  return (
    <Stack gap="lg">
      {singly.length < choice.known.length && <TicketMatrix choice={choice} />}
      {faults.map((fault) => (
        <Text key={fault} size="sm" c="red">
          {fault}
        </Text>
      ))}
      <Text size="sm" role="status" hidden={!choice.beside}>
        {choice.beside?.came ? (
          <Trans>Chosen along, as it is needed: {titles}</Trans>
        ) : (
          <Trans>Taken along, as it needed that: {titles}</Trans>
        )}
      </Text>
      {[...Map.groupBy(singly, ({ area }) => area)].map(([area, permissions]) => (
        <PermissionArea key={area} area={area} permissions={permissions} choice={choice} />
      ))}
    </Stack>
  );
}
