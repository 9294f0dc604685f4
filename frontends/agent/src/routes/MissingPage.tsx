import { EmptyState } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';

const LinkButton = createLink(Button<'a'>);

/** For an address that leads nowhere. */
export function MissingPage() {
  return (
    <main style={{ height: '100dvh' }}>
      <EmptyState
        icon={<IconMapOff size={28} stroke={1.5} />}
        title={<Trans>There is no page at this address</Trans>}
        action={
          <LinkButton component="a" to="/" variant="light" size="xs">
            <Trans>Go to the tickets</Trans>
          </LinkButton>
        }
      >
        <Trans>The link may be old, or a letter is missing.</Trans>
      </EmptyState>
    </main>
  );
}
