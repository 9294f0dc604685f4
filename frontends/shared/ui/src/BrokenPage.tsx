import { Trans } from '@lingui/react/macro';
import classes from './BrokenPage.module.css';
import { explain } from './failures';

/** When the program itself fails: say so, and offer a fresh start. It leans on as little as it can. */
export function BrokenPage({ error }: { error: unknown }) {
  return (
    <div role="alert" className={classes.page}>
      <h1 className={classes.title}>
        <Trans>This page has broken down</Trans>
      </h1>
      <p className={classes.text}>{explain(error)}</p>
      <button type="button" className={classes.act} onClick={() => location.reload()}>
        <Trans>Load it again</Trans>
      </button>
    </div>
  );
}
