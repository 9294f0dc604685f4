import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState } from './EmptyState';
import { explain } from './failures';

type Props = { title: ReactNode; error: unknown; onRetry: () => void };

/** In place of something that could not be loaded. */
export function FailureNotice({ title, error, onRetry }: Props) {
  return (
    <div role="alert">
      <EmptyState
        icon={<IconPlugConnectedX size={28} stroke={1.5} />}
        title={title}
        action={
          <Button variant="light" size="xs" onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        {explain(error)}
      </EmptyState>
    </div>
  );
}
