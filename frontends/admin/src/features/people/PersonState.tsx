import type { UserRead } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { Badge } from '@mantine/core';

/** Why somebody does not sign in, if they don't. */
export function PersonState({ person }: { person: UserRead }) {
  if (person.disabled) {
    return (
      <Badge variant="light" color="red">
        <Trans>Disabled</Trans>
      </Badge>
    );
  }
  if (person.claimed) return null;
  return (
    <Badge variant="light" color="orange">
      <Trans>No password yet</Trans>
    </Badge>
  );
}
