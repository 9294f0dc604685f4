import { downloadInboundMail, downloadOutgoingMail } from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import classes from './Mail.module.css';

type Props = { kind: 'inbound' | 'outgoing'; mailId: number };

/** Saves a mail as it went over the wire, headers and all. */
export function OriginalLink({ kind, mailId }: Props) {
  const { t } = useLingui();
  const [loading, setLoading] = useState(false);
  const save = async () => {
    setLoading(true);
    try {
      const { data } =
        kind === 'inbound'
          ? await downloadInboundMail({ path: { inbound_mail_id: mailId }, parseAs: 'blob' })
          : await downloadOutgoingMail({ path: { outgoing_mail_id: mailId }, parseAs: 'blob' });
      const address = URL.createObjectURL(data as unknown as Blob);
      const link = document.createElement('a');
      link.href = address;
      link.download = `mail-${mailId}.txt`;
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      toastFailure(t`The mail could not be saved`, error);
    }
    setLoading(false);
  };
  return (
    <UnstyledButton className={classes.link} aria-busy={loading} onClick={() => void save()}>
      <Trans>Save the mail</Trans>
    </UnstyledButton>
  );
}
