import {
  fieldError,
  listMailAppsOptions,
  listMailAppsQueryKey,
  type MailAppRead,
  removeMailAppMutation,
  setMailAppMutation,
} from '@deskbell/api';
import {
  CopyText,
  FailureNotice,
  FormFailure,
  Panel,
  StatusChip,
  submitted,
  toast,
  toastFailure,
} from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { RowsSkeleton } from '../../parts/Listing';
import classes from '../../parts/Rows.module.css';

const NAMES = { google: 'Google', microsoft: 'Microsoft' };
const FIELDS = ['/client_id', '/client_secret', '/tenant'];

/** The helpdesk's registrations with the providers that one signs in at. */
export function MailApps() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(listMailAppsOptions());
  if (!data && error) {
    return (
      <FailureNotice title={t`The apps could not be loaded`} error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <RowsSkeleton count={2} />;
  return data.items.map((app) => <MailApp key={app.provider} app={app} />);
}

function MailApp({ app }: { app: MailAppRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const provider = NAMES[app.provider];
  const refresh = () => queries.invalidateQueries({ queryKey: listMailAppsQueryKey() });
  const save = useMutation({
    ...setMailAppMutation(),
    onSuccess: () => {
      toast(t`Saved`);
      void refresh();
    },
  });
  const remove = useMutation({
    ...removeMailAppMutation(),
    onError: (error) => toastFailure(t`The registration is still there`, error),
    onSettled: refresh,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    save.mutate({
      path: { provider: app.provider },
      body: {
        client_id: value('client_id'),
        client_secret: value('client_secret') || null,
        tenant: app.provider === 'microsoft' ? value('tenant') || null : null,
      },
    });
  };
  const { error } = save;
  return (
    <Panel
      title={
        <>
          {provider}{' '}
          <StatusChip
            status={
              app.registered
                ? { kind: 'solved', name: t`Registered` }
                : { kind: 'closed', name: t`Not registered` }
            }
          />
        </>
      }
      lead={
        <Trans>
          Register an app for a web application at {provider} with this callback address, then enter what you
          get there.
        </Trans>
      }
      actions={
        app.registered && (
          <Button
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate({ path: { provider: app.provider } })}
          >
            <Trans>Forget it</Trans>
          </Button>
        )
      }
    >
      <CopyText text={app.callback_url} name={t`the callback address`} />
      <form className={classes.form} onSubmit={submit} key={app.updated_at}>
        <div className={classes.columns}>
          <TextInput
            name="client_id"
            label={t`Client ID`}
            defaultValue={app.client_id ?? ''}
            required
            withAsterisk={false}
            autoComplete="off"
            spellCheck={false}
            error={fieldError(error, '/client_id')}
          />
          <PasswordInput
            name="client_secret"
            label={t`Client secret`}
            description={app.secret_is_set ? t`Left empty, the stored one stays.` : undefined}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t`Show the secret` }}
            error={fieldError(error, '/client_secret')}
          />
          {app.provider === 'microsoft' && (
            <TextInput
              name="tenant"
              label={t`Directory (tenant) ID`}
              description={t`Left empty: any organization.`}
              defaultValue={app.tenant ?? ''}
              spellCheck={false}
              error={fieldError(error, '/tenant')}
            />
          )}
        </div>
        <FormFailure error={error} fields={FIELDS} />
        <div className={classes.end}>
          <Button type="submit" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Panel>
  );
}
