import {
  createOutgoingAttemptMutation,
  listTicketDeliveriesQueryKey,
  type OutgoingMailRead,
} from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { FateIcon, FateText, Reason } from './FateText';
import { addressees, worst } from './fates';
import classes from './Mail.module.css';
import { Recipients } from './Recipients';

type Props = { mails: OutgoingMailRead[]; ticketId: number };

/** What is sent again: the same mail, to those whom it has not surely reached. */
function SendAgain({ mail, ticketId }: { mail: OutgoingMailRead; ticketId: number }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const again = useMutation({
    ...createOutgoingAttemptMutation(),
    onError: (error) => toastFailure(t`The mail was not sent again`, error),
    onSettled: () =>
      queries.invalidateQueries({
        queryKey: listTicketDeliveriesQueryKey({ path: { ticket_id: ticketId } }),
      }),
  });
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconSend size={13} stroke={1.8} />}
      loading={again.isPending}
      onClick={() => again.mutate({ path: { outgoing_mail_id: mail.id } })}
    >
      <Trans>Send again</Trans>
    </Button>
  );
}

/** Below a message that goes by mail: to whom, and where it stands; what went wrong, and what to do about it. */
export function Delivery({ mails, ticketId }: Props) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const list = useId();
  const people = addressees(mails);
  const [first, ...others] = people;
  if (!first) return null;
  const fate = worst(people);
  const told = people.find((each) => each.fate === fate) ?? first;
  const receipt = mails.every((mail) => mail.kind === 'receipt');
  const copied = others.length;
  const retriable = mails.filter((mail) => mail.can_retry);
  return (
    <div className={classes.delivery} data-fate={fate}>
      <div className={classes.summary}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={opened}
          aria-controls={list}
          onClick={() => setOpened(!opened)}
        >
          <FateIcon fate={fate} />
          <span className={classes.state} role="status">
            {receipt && <Trans>Receipt:</Trans>} <FateText addressee={told} />
          </span>
          <span className={classes.to}>
            {first.person.address}
            {copied > 0 && (
              <>
                {' '}
                <Plural value={copied} one="and # more" other="and # more" />
              </>
            )}
          </span>
          <IconChevronDown size={13} stroke={2} aria-hidden="true" />
        </UnstyledButton>
        {retriable.map((mail) => (
          <SendAgain key={mail.id} mail={mail} ticketId={ticketId} />
        ))}
      </div>
      <Reason addressee={told} quoted={!opened} />
      <ul id={list} className={classes.people} hidden={!opened} aria-label={t`Recipients`}>
        {opened && <Recipients people={people} />}
      </ul>
    </div>
  );
}
