import type { InboundMailRead } from '@deskbell/api';
import { TimeAgo } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Modal } from '@mantine/core';
import classes from './MailNotices.module.css';
import { OriginalLink } from './OriginalLink';

type Props = {
  mails: InboundMailRead[];
  opened: boolean;
  onClose: () => void;
  onOpenTicket: (id: number) => void;
};

/** Mail that was kept, and made nothing of: from whom, and why. */
export function SetAsideDialog({ mails, opened, onClose, onOpenTicket }: Props) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Trans>Mail set aside</Trans>}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <p className={classes.lead}>
        <Trans>
          These mails were kept as they came, but nothing was made of them by itself. An admin can have them
          read once more.
        </Trans>
      </p>
      <ul className={classes.list}>
        {mails.map((mail) => (
          <li key={mail.id} className={classes.mail}>
            <div className={classes.line}>
              <b className={classes.from}>{mail.address || mail.sender || t`Unknown sender`}</b>
              <TimeAgo at={mail.received_at} form="short" className={classes.time} />
            </div>
            <div className={classes.subject}>{mail.subject || t`No subject`}</div>
            <div className={classes.why}>
              {mail.fate === 'unreadable' ? <Trans>Could not be read.</Trans> : <Trans>Held back.</Trans>}{' '}
              {mail.reason}
            </div>
            <div className={classes.acts}>
              <OriginalLink kind="inbound" mailId={mail.id} />
              {mail.ticket_id !== null && (
                <Anchor component="button" fz="xs" onClick={() => onOpenTicket(mail.ticket_id ?? 0)}>
                  <Trans>Open ticket #{mail.ticket_id}</Trans>
                </Anchor>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
