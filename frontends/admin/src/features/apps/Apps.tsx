import { type AppRead, listOauthAppsOptions, listOauthAppsQueryKey } from '@deskbell/api';
import { EmptyState, FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, Skeleton, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPuzzle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AppCard } from './AppCard';
import { AppForm } from './AppForm';
import { AppSecretForm } from './AppSecretForm';

type Opened = { what: 'new' } | { what: 'change' | 'secret'; app: AppRead };

/** The apps that are registered, and the forms about them. */
export function Apps() {
  const { t } = useLingui();
  const queries = useQueryClient();
  // While it closes, the dialog still is about something.
  const [about, setAbout] = useState<Opened>({ what: 'new' });
  const [opened, dialog] = useDisclosure(false);
  const { data, error, refetch } = useQuery(listOauthAppsOptions({ query: { limit: 100 } }));
  const fresh = () => queries.invalidateQueries({ queryKey: listOauthAppsQueryKey() });
  const open = (what: Opened) => {
    setAbout(what);
    dialog.open();
  };
  if (error)
    return <FailureNotice title={t`The apps could not be loaded`} error={error} onRetry={() => refetch()} />;
  if (!data) return [0, 1].map((row) => <Skeleton key={row} height={120} mb="md" />);
  const register = (
    <Button onClick={() => open({ what: 'new' })}>
      <Trans>Register an app</Trans>
    </Button>
  );
  const titles = { new: t`Register an app`, change: t`Change the app`, secret: t`New secret` };
  return (
    <Stack>
      {data.items.length === 0 ? (
        <EmptyState
          icon={<IconPuzzle size={28} stroke={1.5} />}
          title={t`No apps are registered`}
          action={register}
        >
          <Trans>Register a portal of your own, or an app of somebody else.</Trans>
        </EmptyState>
      ) : (
        <div>{register}</div>
      )}
      {data.items.map((app) => (
        <AppCard
          key={app.id}
          app={app}
          onChanged={fresh}
          onChange={() => open({ what: 'change', app })}
          onSecret={() => open({ what: 'secret', app })}
        />
      ))}
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={titles[about.what]}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        {about.what === 'secret' && <AppSecretForm app={about.app} onDone={dialog.close} />}
        {about.what === 'change' && <AppForm app={about.app} onSaved={fresh} onDone={dialog.close} />}
        {about.what === 'new' && <AppForm onSaved={fresh} onDone={dialog.close} />}
      </Modal>
    </Stack>
  );
}
