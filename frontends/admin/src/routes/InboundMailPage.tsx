import { getInboundMailOptions, useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { InboundMail } from '../features/mail/InboundMail';
import { BackLink } from '../parts/BackLink';

/** One mail that came in. */
export function InboundMailPage() {
  const { t } = useLingui();
  const { mailId } = useParams({ from: '/mail/inbound/$mailId' });
  const { data } = useQuery(getInboundMailOptions({ path: { inbound_mail_id: Number(mailId) } }));
  return (
    <Page
      title={data ? data.subject || t`No subject` : t`Received mail`}
      helpdesk={useHelpdeskName()}
      back={<BackLink to="/mail/inbound">{t`Received mail`}</BackLink>}
    >
      <InboundMail mailId={Number(mailId)} />
    </Page>
  );
}
