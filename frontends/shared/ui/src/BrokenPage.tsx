import { Trans } from '@lingui/react/macro';
import { FailureNotice } from './FailureNotice';

/** When the program itself fails: say so, and offer a fresh start. */
export function BrokenPage({ error }: { error: unknown }) {
  return (
    <main style={{ height: '100dvh' }}>
      <FailureNotice
        title={<Trans>This page has broken down</Trans>}
        error={error}
        onRetry={() => location.reload()}
      />
    </main>
  );
}
