import { Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { CopyText } from './CopyText';

/** A secret that nobody can show again: to be copied now. */
export function ShownOnce({ label, value }: { label: string; value: string }) {
  return (
    <Alert color="yellow" variant="light" role="status" title={label}>
      <CopyText text={value} name={label} />
      <p>
        <Trans>Copy it now and keep it safe: it is not shown again.</Trans>
      </p>
    </Alert>
  );
}
