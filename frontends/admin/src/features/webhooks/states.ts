import type { DeliveryState, WebhookRead } from '@deskbell/api';
import { t } from '@lingui/core/macro';

export const STATES: DeliveryState[] = ['queued', 'sending', 'waiting', 'delivered', 'failed'];

/** Where a delivery stands, as a chip. */
export function stateChip(state: DeliveryState): { kind: string; name: string } {
  switch (state) {
    case 'queued':
      return { kind: 'pending', name: t`Waits` };
    case 'sending':
      return { kind: 'pending', name: t`Being sent` };
    case 'waiting':
      return { kind: 'new', name: t`Tried again later` };
    case 'delivered':
      return { kind: 'solved', name: t`Taken` };
    case 'failed':
      return { kind: 'open', name: t`Given up` };
  }
}

/** How a webhook fares, as a chip. */
export function standingOf(webhook: WebhookRead): { kind: string; name: string } {
  if (!webhook.enabled) return { kind: 'closed', name: t`Off` };
  if (webhook.paused_at) return { kind: 'open', name: t`Paused` };
  if (webhook.failing_since) return { kind: 'new', name: t`Takes nothing` };
  return { kind: 'solved', name: t`On` };
}
