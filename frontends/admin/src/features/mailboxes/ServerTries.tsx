import type { MailServerCheckRead, ServerTryRead } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';

function Try({ name, tried }: { name: ReactNode; tried: ServerTryRead | null }) {
  if (!tried) return null;
  return (
    <Alert
      variant="light"
      color={tried.ok ? 'teal' : 'red'}
      icon={tried.ok ? <IconCheck size={18} /> : <IconAlertTriangle size={18} />}
      title={name}
      role={tried.ok ? 'status' : 'alert'}
    >
      {tried.says}
      {tried.answer && !tried.ok && (
        <>
          {' '}
          <q>{tried.answer}</q>
        </>
      )}
    </Alert>
  );
}

/** How trying the servers went, each in a sentence. */
export function ServerTries({ check }: { check: MailServerCheckRead }) {
  return (
    <>
      <Try name={<Trans>Receiving</Trans>} tried={check.incoming} />
      <Try name={<Trans>Sending</Trans>} tried={check.smtp} />
    </>
  );
}
