import { Trans } from '@lingui/react/macro';
import { Button, Group } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState } from './EmptyState';
import classes from './EmptyState.module.css';
import { explain } from './failures';

type Props = { title: ReactNode; error: unknown; onRetry: () => void; back?: ReactNode };

/** In place of something that could not be loaded. */
export function FailureNotice({ title, error, onRetry, back }: Props) {
  return (
    <div role="alert" className={classes.notice}>
      <EmptyState
        icon={<IconPlugConnectedX size={28} stroke={1.5} />}
        title={title}
        action={
          <Group gap="xs" justify="center">
            {back}
            <Button variant="light" size="xs" onClick={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          </Group>
        }
      >
        {explain(error)}
      </EmptyState>
    </div>
  );
}
