import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Explorer } from '../features/explorer/Explorer';

/** The API's document, to look at and to try. */
export function ExplorerPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`API explorer`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          The whole API. Your own token is filled in: what you try here is done for real, in your name.
        </Trans>
      }
    >
      <Explorer />
    </Page>
  );
}
