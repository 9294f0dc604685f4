import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TextLink } from './links';

type Props = {
  to: '/mail/mailboxes' | '/mail/inbound' | '/mail/outbox' | '/mail/rules';
  children: ReactNode;
};

/** Before a page's title: the list that it stands in. */
export function BackLink({ to, children }: Props) {
  return (
    <TextLink to={to} fz="sm" style={{ alignSelf: 'flex-start' }}>
      <IconArrowLeft size={14} stroke={2} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {children}
    </TextLink>
  );
}
