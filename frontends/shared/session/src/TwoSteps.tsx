import { getMySecondFactorOptions, getMySecondFactorQueryKey } from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AppPart } from './AppPart';
import { CodesPart } from './CodesPart';
import { PasskeysPart } from './PasskeysPart';
import { RecoveryCodes } from './RecoveryCodes';
import classes from './TwoSteps.module.css';

/** What signing in asks for beside the password: an app, passkeys, and codes for the day they are lost. */
export function TwoSteps() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [codes, setCodes] = useState<string[] | null>(null);
  const { data, error, refetch } = useQuery(getMySecondFactorOptions());
  const changed = (fresh?: string[] | null) => {
    if (fresh) setCodes(fresh);
    return queries.invalidateQueries({ queryKey: getMySecondFactorQueryKey() });
  };
  if (error)
    return <FailureNotice title={t`This could not be loaded`} error={error} onRetry={() => refetch()} />;
  if (!data) return [0, 1, 2].map((row) => <Skeleton key={row} height={44} mb="xs" />);
  if (codes)
    return (
      <div className={classes.parts}>
        <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
      </div>
    );
  return (
    <div className={classes.parts}>
      {data.on ? (
        <Alert color="teal" variant="light" p="sm">
          <Trans>Your account is safe even from somebody who knows your password.</Trans>
        </Alert>
      ) : (
        <p className={classes.text}>
          <Trans>
            With a second step, whoever gets hold of your password still can't sign in. Set up one of these:
          </Trans>
        </p>
      )}
      <AppPart on={data.app} onChange={changed} />
      <PasskeysPart passkeys={data.passkeys} onChange={changed} />
      {data.on && <CodesPart left={data.recovery_codes_left} onChange={changed} />}
    </div>
  );
}
