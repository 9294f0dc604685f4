import { CopyText } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** A signing secret, the one time that it is shown. */
export function SecretOnce({ secret }: { secret: string }) {
  const { t } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <Alert ref={place} tabIndex={-1} color="teal" variant="light" title={<Trans>Its signing secret</Trans>}>
      <p>
        <Trans>
          Enter it in your program now: it is never shown again. Every message is signed with it as Standard
          Webhooks describes, so any library for that can verify it.
        </Trans>
      </p>
      <CopyText text={secret} name={t`the secret`} />
    </Alert>
  );
}
