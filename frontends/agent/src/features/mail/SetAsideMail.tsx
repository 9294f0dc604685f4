import { listInboundMailsOptions } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMailExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import classes from './MailNotices.module.css';
import { SetAsideDialog } from './SetAsideDialog';

const LIMIT = 50;

/** In the rail, as long as there is any: mail that became no message by itself. */
export function SetAsideMail({ onOpenTicket }: { onOpenTicket: (id: number) => void }) {
  const [opened, dialog] = useDisclosure(false);
  const query = { fate: ['held' as const, 'unreadable' as const], limit: LIMIT };
  const { data } = useQuery(listInboundMailsOptions({ query }));
  if (!data || data.items.length === 0) return null;
  const count = data.next_cursor === null ? String(data.items.length) : `${LIMIT}+`;
  return (
    <>
      <UnstyledButton className={classes.aside} onClick={dialog.open}>
        <IconMailExclamation size={17} stroke={1.7} aria-hidden="true" />
        <span className={classes.label}>
          <Trans>Mail set aside</Trans>
        </span>
        <span className={classes.count}>{count}</span>
      </UnstyledButton>
      <SetAsideDialog
        mails={data.items}
        opened={opened}
        onClose={dialog.close}
        onOpenTicket={(id) => {
          dialog.close();
          onOpenTicket(id);
        }}
      />
    </>
  );
}
