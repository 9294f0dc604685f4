import { useSession } from '@deskbell/session';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Door } from './Door';
import { MissingPage } from './MissingPage';

/** What is not there for this reader, whether or not it is there for others. */
export function HiddenPage() {
  const session = useSession();
  const [entering, setEntering] = useState(false);
  if (session.status === 'in') return <MissingPage />;
  if (entering) return <Door>{() => null}</Door>;
  return (
    <>
      <MissingPage />
      <p className="sc-plain">
        <Trans>Some pages are there only once you sign in.</Trans>{' '}
        <Button variant="default" size="xs" onClick={() => setEntering(true)}>
          <Trans>Sign in and look again</Trans>
        </Button>
      </p>
    </>
  );
}
