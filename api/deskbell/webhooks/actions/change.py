"""Changing a webhook."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.webhooks.events import Field, WebhookChanged
from deskbell.webhooks.queries import system_webhook_for_update
from deskbell.webhooks.schemas import WebhookUpdate

FIELDS: tuple[Field, ...] = ("url", "description", "event_types", "enabled")


async def change_webhook(
    session: AsyncSession, actor: Actor, webhook_id: int, body: WebhookUpdate, seen: int | None
) -> None:
    """Change what the body names; another address is tried at once. Raises `NotFound`, `StaleVersion`."""
    webhook = as_seen(await system_webhook_for_update(session, webhook_id), seen)
    wanted = {name: value for name in FIELDS if (value := getattr(body, name)) is not None}
    changed: list[Field] = [
        name for name in FIELDS if wanted.get(name, getattr(webhook, name)) != getattr(webhook, name)
    ]
    if not changed:
        return
    for name in changed:
        setattr(webhook, name, wanted[name])
    if "url" in changed:
        webhook.next_at = datetime.now(UTC)
        webhook.failing_since, webhook.failures = None, 0
    webhook.version += 1
    webhook.updated_at = datetime.now(UTC)
    await session.flush()
    fact = WebhookChanged(webhook_id=webhook.id, version=webhook.version, fields=changed)
    await record(session, actor, fact)
