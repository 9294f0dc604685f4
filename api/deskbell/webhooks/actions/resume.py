"""Sending to a paused webhook again."""

from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.webhooks.events import WebhookResumed
from deskbell.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from deskbell.webhooks.problems import WebhookNotPaused
from deskbell.webhooks.queries import system_webhook_for_update


async def resume(session: AsyncSession, actor: Actor, webhook_id: int) -> None:
    """Send all that was kept, with the whole patience. Raises `NotFound`, `WebhookNotPaused`."""
    webhook = as_seen(await system_webhook_for_update(session, webhook_id), None)
    if webhook.paused_at is None:
        raise WebhookNotPaused("Whatever waits for it is tried anyway.")
    await _try_at_once(session, webhook)
    await record(session, actor, WebhookResumed(webhook_id=webhook_id, version=webhook.version))


async def _try_at_once(session: AsyncSession, webhook: Webhook) -> None:
    """Forget that it failed: what waits is due now."""
    now = datetime.now(UTC)
    webhook.paused_at = webhook.pause_reason = webhook.failing_since = None
    webhook.failures, webhook.next_at = 0, now
    webhook.version += 1
    waiting = (WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.state == DeliveryState.waiting.value)
    await session.execute(update(WebhookDelivery).where(*waiting).values(next_at=now, first_tried_at=None))
    await session.flush()
