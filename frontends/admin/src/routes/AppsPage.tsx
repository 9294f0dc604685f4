import { apiUrl, useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor } from '@mantine/core';
import { Apps } from '../features/apps/Apps';

/** Portals and apps of others, which ask people whether they may act for them. */
export function AppsPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Apps of others`}
      helpdesk={useHelpdeskName()}
      lead={
        <Trans>
          Portals and apps that ask people here whether they may act for them (OAuth 2). How to write one:{' '}
          <Anchor inherit underline="always" href={apiUrl('developers/portal')}>
            Build a portal
          </Anchor>
          .
        </Trans>
      }
    >
      <Apps />
    </Page>
  );
}
