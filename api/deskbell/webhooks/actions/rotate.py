"""Giving a webhook another signing secret."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.sealing import Sealer
from deskbell.events.record import record
from deskbell.webhooks.actions.create import sealed_for
from deskbell.webhooks.events import WebhookSecretRotated
from deskbell.webhooks.queries import system_webhook_for_update
from deskbell.webhooks.signing import new_secret


async def rotate_secret(
    session: AsyncSession, actor: Actor, webhook_id: int, overlap: timedelta, sealer: Sealer
) -> str:
    """Make a new secret; the old one signs too until the overlap ends. Raises `NotFound`."""
    webhook = as_seen(await system_webhook_for_update(session, webhook_id), None)
    secret, now = new_secret(), datetime.now(UTC)
    webhook.old_secret_sealed = webhook.secret_sealed if overlap else None
    webhook.rotation_ends_at = now + overlap if overlap else None
    webhook.secret_sealed = sealer.seal(secret, sealed_for(webhook_id))
    webhook.version += 1
    webhook.updated_at = now
    await session.flush()
    await record(session, actor, WebhookSecretRotated(webhook_id=webhook_id, version=webhook.version))
    return secret
