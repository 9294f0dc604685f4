import { CopyText, Panel } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';

/** A signing secret, the one time that it is shown. */
export function SecretOnce({ secret }: { secret: string }) {
  const { t } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1}>
      <Panel
        title={<Trans>Its signing secret</Trans>}
        lead={
          <Trans>
            Enter it in your program now: it is never shown again. Every message is signed with it as Standard
            Webhooks describes, so any library for that can verify it.
          </Trans>
        }
      >
        <CopyText text={secret} name={t`the secret`} />
      </Panel>
    </div>
  );
}
