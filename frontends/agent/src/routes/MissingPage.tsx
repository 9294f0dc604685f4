import { MissingPage as Missing } from '@deskbell/session';
import { Trans } from '@lingui/react/macro';

/** For an address that leads nowhere. */
export function MissingPage() {
  return <Missing back={<Trans>Go to the tickets</Trans>} />;
}
