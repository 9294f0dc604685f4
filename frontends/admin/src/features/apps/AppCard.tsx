import {
  type AppRead,
  deleteOauthAppMutation,
  setOauthAppDisabledMutation,
  unsetOauthAppDisabledMutation,
} from '@deskbell/api';
import { CopyText, SureButton, toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Card, Group, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

type Props = { app: AppRead; onChanged: () => void; onChange: () => void; onSecret: () => void };

/** One app: what it is, where it goes back to, and what can be done about it. */
export function AppCard({ app, onChanged, onChange, onSecret }: Props) {
  const { t } = useLingui();
  const answers = {
    onError: (error: unknown) => toastFailure(t`Nothing was changed`, error),
    onSettled: onChanged,
  };
  const disable = useMutation({ ...setOauthAppDisabledMutation(), ...answers });
  const enable = useMutation({ ...unsetOauthAppDisabledMutation(), ...answers });
  const remove = useMutation({ ...deleteOauthAppMutation(), ...answers });
  const path = { app_id: app.id };
  return (
    <Card withBorder component="section" aria-label={app.name}>
      <Group gap="xs">
        <Title order={2} size="h4">
          {app.name}
        </Title>
        <Badge variant="light">{app.scope}</Badge>
        <Badge variant="light" color="gray">
          {app.confidential ? t`Confidential` : t`Public`}
        </Badge>
        {app.disabled && (
          <Badge variant="light" color="red">
            <Trans>Disabled</Trans>
          </Badge>
        )}
      </Group>
      <Text size="sm" mt="xs" component="div">
        <Trans>Client ID</Trans> <CopyText text={app.client_id} name={t`Client ID`} />
      </Text>
      <Text size="sm" mt={4}>
        <Trans>Goes back to</Trans> {app.redirect_uris.join(', ')}
      </Text>
      <Text size="sm" mt={4} c="dimmed">
        <Plural
          value={app.people}
          _0="Nobody has allowed it anything yet."
          one="# person has allowed it something."
          other="# people have allowed it something."
        />
      </Text>
      <Group gap="xs" mt="md">
        <Button size="compact-sm" variant="light" onClick={onChange}>
          <Trans>Change</Trans>
        </Button>
        {app.confidential && (
          <Button size="compact-sm" variant="default" onClick={onSecret}>
            <Trans>New secret</Trans>
          </Button>
        )}
        {app.disabled ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={enable.isPending}
            onClick={() => enable.mutate({ path })}
          >
            <Trans>Enable</Trans>
          </Button>
        ) : (
          <SureButton
            size="compact-sm"
            label={t`Disable`}
            sure={t`Disable at once`}
            about={app.name}
            loading={disable.isPending}
            onSure={() => disable.mutate({ path })}
          />
        )}
        <SureButton
          size="compact-sm"
          label={t`Delete`}
          sure={t`Delete for good`}
          about={app.name}
          loading={remove.isPending}
          onSure={() => remove.mutate({ path })}
        />
      </Group>
    </Card>
  );
}
