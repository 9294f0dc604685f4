import { Trans } from '@lingui/react/macro';
import type { MouseEvent } from 'react';
import classes from './SkipLink.module.css';

/** The first stop of the keyboard: past everything that is the same on every page, to `#main`. */
export function SkipLink() {
  const skip = (event: MouseEvent) => {
    // Not by the address: `<base href>` would make another page of it.
    event.preventDefault();
    document.getElementById('main')?.focus();
  };
  return (
    // biome-ignore lint/a11y/useValidAnchor: it does lead somewhere on this page
    <a href="#main" className={classes.link} onClick={skip}>
      <Trans>Skip to the content</Trans>
    </a>
  );
}
