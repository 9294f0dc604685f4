import { home, listMyApiKeysOptions, listMyApiKeysQueryKey, revokeMyApiKeyMutation } from '@deskbell/api';
import { FailureNotice, SureButton, TimeAgo, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import classes from './AccountDialog.module.css';
import { ApiKeyForm } from './ApiKeyForm';

/** One's own keys for programs; each can be revoked, and another one made. */
export function ApiKeys() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery(listMyApiKeysOptions());
  const fresh = () => queries.invalidateQueries({ queryKey: listMyApiKeysQueryKey() });
  const revoke = useMutation({
    ...revokeMyApiKeyMutation(),
    onError: (failure) => toastFailure(t`The key still works`, failure),
    onSettled: fresh,
  });
  if (error)
    return <FailureNotice title={t`Your keys could not be loaded`} error={error} onRetry={() => refetch()} />;
  if (!data) return [0, 1].map((row) => <Skeleton key={row} height={44} mb="xs" />);
  if (making) return <ApiKeyForm highest={home()} onCreated={fresh} onDone={() => setMaking(false)} />;
  return (
    <>
      {data.items.length === 0 && (
        <p className={classes.meta}>
          <Trans>With an API key a program acts as you. You have none.</Trans>
        </p>
      )}
      <ul className={classes.sessions} aria-label={t`API keys`}>
        {data.items.map((key) => (
          <li key={key.id} className={classes.session}>
            <div className={classes.device}>
              {key.name}
              <div className={classes.meta}>
                {key.prefix}…{' · '}
                {key.last_used_at ? (
                  <Trans>
                    Last used <TimeAgo at={key.last_used_at} />
                  </Trans>
                ) : (
                  <Trans>Never used</Trans>
                )}
              </div>
            </div>
            <Badge variant="light" color={key.expired ? 'red' : 'gray'}>
              {key.expired ? t`Expired` : key.scope}
            </Badge>
            <SureButton
              label={t`Revoke`}
              sure={t`Revoke for good`}
              about={key.name}
              loading={revoke.isPending && revoke.variables.path.key_id === key.id}
              onSure={() => revoke.mutate({ path: { key_id: key.id } })}
            />
          </li>
        ))}
      </ul>
      <Button variant="light" size="xs" mt="md" onClick={() => setMaking(true)}>
        <Trans>New API key</Trans>
      </Button>
    </>
  );
}
