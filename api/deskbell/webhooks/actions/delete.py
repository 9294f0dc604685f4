"""Deleting a webhook."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.webhooks.events import WebhookDeleted
from deskbell.webhooks.queries import system_webhook_for_update


async def delete_webhook(session: AsyncSession, actor: Actor, webhook_id: int, seen: int | None) -> None:
    """Delete a webhook and the record of its deliveries. Raises `NotFound`, `StaleVersion`."""
    webhook = as_seen(await system_webhook_for_update(session, webhook_id), seen)
    await session.delete(webhook)
    await session.flush()
    await record(session, actor, WebhookDeleted(webhook_id=webhook_id, version=webhook.version))
