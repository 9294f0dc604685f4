"""Sending a test to a webhook."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.webhooks.events import WebhookTested
from deskbell.webhooks.models import WebhookDelivery
from deskbell.webhooks.payloads import TEST_TYPE, body_of_test
from deskbell.webhooks.queries import system_webhook_for_update


async def order_test(session: AsyncSession, actor: Actor, webhook_id: int) -> int:
    """Have a test sent at once, even if the webhook is off, paused or failing; the delivery's number.

    Raises `NotFound`.
    """
    webhook = as_seen(await system_webhook_for_update(session, webhook_id), None)
    body = body_of_test(webhook_id, datetime.now(UTC))
    delivery = WebhookDelivery(webhook_id=webhook_id, event_type=TEST_TYPE, body=body)
    session.add(delivery)
    await session.flush()
    fact = WebhookTested(webhook_id=webhook_id, version=webhook.version, delivery_id=delivery.id)
    await record(session, actor, fact)
    return delivery.id
