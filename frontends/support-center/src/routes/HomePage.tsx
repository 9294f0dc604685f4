import { getSetupOptions, useHelpdeskName } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import classes from './HomePage.module.css';

/** The first page: how can we help? */
export function HomePage() {
  const helpdesk = useHelpdeskName();
  const { data: setup } = useQuery(getSetupOptions());
  return (
    <div className={classes.hero}>
      <title>{helpdesk}</title>
      <h1 className={classes.title}>
        <Trans>How can we help?</Trans>
      </h1>
      {setup?.needed && (
        <p className={classes.notice} role="status">
          <Trans>
            This helpdesk has no account yet. Open the set-up link that the server printed when it started.
          </Trans>
        </p>
      )}
    </div>
  );
}
