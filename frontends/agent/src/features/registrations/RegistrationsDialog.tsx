import {
  createRegistrationApprovalMutation,
  createRegistrationRefusalMutation,
  listRegistrationsQueryKey,
  type RegistrationRead,
} from '@deskbell/api';
import { EmptyState, SureButton, TimeAgo, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import classes from './Registrations.module.css';

type Props = { people: RegistrationRead[]; opened: boolean; onClose: () => void };

/** People whom nobody knows, with what they wrote: let in, or turned away. */
export function RegistrationsDialog({ people, opened, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Trans>New people</Trans>}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {people.length === 0 ? (
        <EmptyState
          icon={<IconUserCheck size={28} stroke={1.5} />}
          title={<Trans>Nobody waits any more</Trans>}
        >
          <Trans>Who writes for the first time appears here.</Trans>
        </EmptyState>
      ) : (
        <>
          <p className={classes.lead}>
            <Trans>
              They wrote for the first time. Let somebody in, and what they wrote becomes tickets; a link to a
              password is mailed to them.
            </Trans>
          </p>
          <ul className={classes.list} aria-label={t`New people`}>
            {people.map((person) => (
              <Person key={person.user_id} person={person} />
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}

function Person({ person }: { person: RegistrationRead }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: listRegistrationsQueryKey() });
  const approve = useMutation({
    ...createRegistrationApprovalMutation(),
    onSuccess: () => toast(t`${person.name} is let in`),
    onError: (error) => toastFailure(t`Nothing was changed`, error),
    onSettled,
  });
  const refuse = useMutation({
    ...createRegistrationRefusalMutation(),
    onError: (error) => toastFailure(t`Nothing was changed`, error),
    onSettled,
  });
  const path = { user_id: person.user_id };
  return (
    <li className={classes.person}>
      <div className={classes.line}>
        <b className={classes.name}>{person.name}</b>
        <TimeAgo at={person.created_at} form="short" className={classes.time} />
      </div>
      <div className={classes.email}>{person.email}</div>
      {person.messages.map((message) => (
        <details key={`${message.via} ${message.at}`} className={classes.message}>
          <summary>{message.subject || t`No subject`}</summary>
          {message.text ?? <Trans>A mail; it stands among the mail that was set aside.</Trans>}
        </details>
      ))}
      <div className={classes.acts}>
        <Button size="compact-xs" loading={approve.isPending} onClick={() => approve.mutate({ path })}>
          <Trans>Let in</Trans>
        </Button>
        <SureButton
          label={t`Turn away`}
          sure={t`Turn away now`}
          about={person.name}
          loading={refuse.isPending}
          onSure={() => refuse.mutate({ path })}
        />
      </div>
    </li>
  );
}
