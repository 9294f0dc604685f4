import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { AuthFrame } from './AuthFrame';

type Props = { title: ReactNode; lead: ReactNode; onDone: () => void };

/** Nothing is left to do here but to sign in. */
export function DoneFrame({ title, lead, onDone }: Props) {
  return (
    <AuthFrame title={title} lead={lead}>
      <Button mt="lg" size="md" fullWidth onClick={onDone}>
        <Trans>Sign in</Trans>
      </Button>
    </AuthFrame>
  );
}
