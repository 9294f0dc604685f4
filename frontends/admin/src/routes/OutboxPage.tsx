import { type MailState, useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { MailNotice } from '../features/mail/MailNotice';
import { OutboxList } from '../features/mail/OutboxList';

/** Mail that goes out. */
export function OutboxPage() {
  const { t } = useLingui();
  const [states, setStates] = useState<MailState[]>([]);
  return (
    <Page
      title={t`Outgoing mail`}
      helpdesk={useHelpdeskName()}
      lead={<Trans>Answers, receipts and mails about accounts, and what became of each.</Trans>}
    >
      <MailNotice />
      <OutboxList states={states} onStates={setStates} />
    </Page>
  );
}
