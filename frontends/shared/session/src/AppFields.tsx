import type { AppOffer } from '@deskbell/api';
import { CopyText } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import classes from './TwoSteps.module.css';

/** The picture that an authenticator app takes, and where the code goes that it shows then. */
export function AppFields({ app }: { app: AppOffer }) {
  const { t } = useLingui();
  return (
    <>
      <p className={classes.text}>
        <Trans>
          Scan this code with an authenticator app on your telephone, then enter the six digits it shows.
        </Trans>
      </p>
      <img className={classes.picture} src={app.picture} alt={t`QR code for an authenticator app`} />
      <details className={classes.text}>
        <summary>
          <Trans>I can't scan it</Trans>
        </summary>
        <Trans>Type this key into the app:</Trans>
        <CopyText text={app.secret} name={t`Key`} />
      </details>
      <TextInput
        label={t`Code of your authenticator app`}
        description={t`Six digits that change every half minute.`}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        required
        withAsterisk={false}
        data-autofocus
      />
    </>
  );
}
