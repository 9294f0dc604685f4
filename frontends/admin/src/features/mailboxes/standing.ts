import type { MailboxRead, OutgoingStatus } from '@deskbell/api';
import { t } from '@lingui/core/macro';

export interface Standing {
  /** The color, as ticket statuses have them. */
  kind: 'solved' | 'open' | 'new' | 'pending' | 'closed';
  name: string;
}

/** How a mailbox fares, in two words. What is in the way comes first. */
export function standingOf(mailbox: MailboxRead, status: OutgoingStatus | undefined): Standing {
  if (!mailbox.enabled) return { kind: 'closed', name: t`Switched off` };
  if (mailbox.sign_in && mailbox.sign_in.state !== 'signed_in')
    return { kind: 'open', name: t`Sign in needed` };
  if (mailbox.polling?.error_code) return { kind: 'open', name: t`Can't fetch mail` };
  if (status?.without_server.includes(mailbox.id)) return { kind: 'new', name: t`Can't send yet` };
  if (mailbox.incoming && !mailbox.polling?.polled_at) return { kind: 'pending', name: t`First look is due` };
  return { kind: 'solved', name: t`Working` };
}
