import type { TicketRead } from '@deskbell/api';
import { StatusChip, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './ConversationHeader.module.css';
import { SubjectTitle } from './SubjectTitle';

type Props = {
  ticket: TicketRead;
  onBack: () => void;
  onSubject: (subject: string) => void;
  actions: ReactNode;
};

function Reference({ reference }: { reference: string }) {
  const { t } = useLingui();
  return (
    <CopyButton value={reference}>
      {({ copy }) => (
        <Tooltip label={t`Copy the reference`}>
          <UnstyledButton
            className={classes.reference}
            onClick={() => {
              copy();
              toast(t`Reference copied`);
            }}
          >
            {reference}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** What the conversation is about, and with whom. */
export function ConversationHeader({ ticket, onBack, onSubject, actions }: Props) {
  const { t } = useLingui();
  const { requester } = ticket;
  return (
    <header className={classes.header}>
      <Tooltip label={t`Back to the list`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.back}
          aria-label={t`Back to the list`}
          onClick={onBack}
        >
          <IconArrowLeft size={18} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.about}>
        <SubjectTitle
          key={ticket.id}
          subject={ticket.subject}
          editable={ticket.can.set_fields}
          onChange={onSubject}
        />
        <div className={classes.line}>
          <StatusChip status={ticket.status} />
          <span className={classes.number}>#{ticket.id}</span>
          <span className={classes.person}>
            {requester.name}
            {requester.email && <span className={classes.email}> · {requester.email}</span>}
          </span>
          <Reference reference={ticket.reference} />
          {ticket.deleted_at && (
            <span className={classes.deleted}>
              <Trans>Deleted</Trans>
            </span>
          )}
        </div>
      </div>
      <div className={classes.actions}>{actions}</div>
    </header>
  );
}
