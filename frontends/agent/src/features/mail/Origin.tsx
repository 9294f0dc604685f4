import type { InboundMailRead } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle, IconArrowForwardUp, IconMail, IconRobot } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Mail.module.css';
import { OriginalLink } from './OriginalLink';

function Warning({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className={classes.warning}>
      {icon}
      <span>{children}</span>
    </p>
  );
}

/** Below a message that came by mail: from which address, and what an agent should know before trusting it. */
export function Origin({ mail }: { mail: InboundMailRead }) {
  const alert = <IconAlertTriangle size={14} stroke={2} aria-hidden="true" />;
  const elsewhere = mail.reply_to && mail.reply_to.toLowerCase() !== mail.address.toLowerCase();
  const { address, reply_to: replyTo, verdict } = mail;
  const reason = verdict?.reason ?? '';
  return (
    <div className={classes.delivery}>
      {verdict?.standing === 'fail' && (
        <Warning icon={alert}>
          <Trans>
            This was most likely not written by {address}. {reason}
          </Trans>
        </Warning>
      )}
      {mail.fate === 'unreadable' && (
        <Warning icon={alert}>
          <Trans>
            Only the head of this mail could be read. It is kept as it came: save it to look inside.
          </Trans>
        </Warning>
      )}
      {elsewhere && (
        <Warning icon={<IconArrowForwardUp size={14} stroke={2} aria-hidden="true" />}>
          <Trans>
            It asks for answers to {replyTo}. Ours go to {address}.
          </Trans>
        </Warning>
      )}
      {mail.automatic && (
        <Warning icon={<IconRobot size={14} stroke={2} aria-hidden="true" />}>
          <Trans>A program sent this, not a person.</Trans>
        </Warning>
      )}
      <div className={classes.origin}>
        <IconMail size={14} stroke={1.8} aria-hidden="true" />
        <span className={classes.to}>
          <Trans>By mail from {address}</Trans>
          {verdict?.standing === 'pass' && (
            <>
              {' · '}
              <Trans>sender verified</Trans>
            </>
          )}
        </span>
        <OriginalLink kind="inbound" mailId={mail.id} />
      </div>
    </div>
  );
}
