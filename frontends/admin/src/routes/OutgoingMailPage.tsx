import { getOutgoingMailOptions, useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { OutgoingMail } from '../features/mail/OutgoingMail';
import { BackLink } from '../parts/BackLink';

/** One mail that goes out. */
export function OutgoingMailPage() {
  const { t } = useLingui();
  const { mailId } = useParams({ from: '/mail/outbox/$mailId' });
  const { data } = useQuery(getOutgoingMailOptions({ path: { outgoing_mail_id: Number(mailId) } }));
  return (
    <Page
      title={data?.subject || t`Outgoing mail`}
      helpdesk={useHelpdeskName()}
      back={<BackLink to="/mail/outbox">{t`Outgoing mail`}</BackLink>}
    >
      <OutgoingMail mailId={Number(mailId)} />
    </Page>
  );
}
