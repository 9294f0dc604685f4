import {
  getNotificationSettingsOptions,
  getNotificationSettingsQueryKey,
  type NotificationSettingsRead,
  updateNotificationSettingsMutation,
} from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Of what one is told by mail, besides the bell. Kept at once, without a button. */
export function MailChoices() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const queryKey = getNotificationSettingsQueryKey();
  const { data } = useQuery(getNotificationSettingsOptions());
  const change = useMutation({
    ...updateNotificationSettingsMutation(),
    onMutate: ({ body }) => {
      const before = queries.getQueryData<NotificationSettingsRead>(queryKey);
      queries.setQueryData(queryKey, { ...before, ...body });
      return before;
    },
    onError: (error, _, before) => {
      queries.setQueryData(queryKey, before);
      toastFailure(t`Your choice was not kept`, error);
    },
    onSuccess: (now) => queries.setQueryData(queryKey, now),
  });
  if (!data) return <Skeleton height={92} />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        <Trans>
          You are mailed when somebody else does this. Your answer to such a mail goes to the customer.
        </Trans>
      </Text>
      <Switch
        label={t`Somebody makes me responsible for a ticket`}
        checked={data.mail_on_assignment}
        onChange={({ currentTarget: { checked } }) =>
          change.mutate({ body: { mail_on_assignment: checked } })
        }
      />
      <Switch
        label={t`Somebody writes on a ticket of mine`}
        checked={data.mail_on_message}
        onChange={({ currentTarget: { checked } }) => change.mutate({ body: { mail_on_message: checked } })}
      />
    </Stack>
  );
}
