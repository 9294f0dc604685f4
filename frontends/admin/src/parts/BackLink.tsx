import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TextLink } from './links';

type Props = {
  to:
    | '/mail/mailboxes'
    | '/mail/inbound'
    | '/mail/outbox'
    | '/mail/rules'
    | '/programs/webhooks'
    | '/user-groups'
    | '/agent-groups'
    | '/programs/webhooks/$webhookId';
  params?: { webhookId: string };
  children: ReactNode;
};

/** Before a page's title: the list that it stands in. */
export function BackLink({ to, params, children }: Props) {
  return (
    <TextLink to={to} params={params} fz="sm" style={{ alignSelf: 'flex-start' }}>
      <IconArrowLeft size={14} stroke={2} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {children}
    </TextLink>
  );
}
