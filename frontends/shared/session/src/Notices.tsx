import { lostStore } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import classes from './Notices.module.css';
import { useOutdated } from './version';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** What concerns the whole page: no connection, or a newer build. It never reloads by itself. */
export function Notices() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  const lost = useSyncExternalStore(lostStore.subscribe, lostStore.read);
  const outdated = useOutdated();
  return (
    <div className={classes.place} role="status">
      {!online && (
        <p className={classes.notice}>
          <Trans>You are offline. What you write stays here.</Trans>
        </p>
      )}
      {online && lost && (
        <p className={classes.notice}>
          <Trans>The helpdesk can't be reached right now. What you write stays here.</Trans>
        </p>
      )}
      {outdated && (
        <p className={classes.notice}>
          <Trans>There is a new version of this page.</Trans>
          <button type="button" className={classes.act} onClick={() => location.reload()}>
            <Trans>Load it</Trans>
          </button>
        </p>
      )}
    </div>
  );
}
