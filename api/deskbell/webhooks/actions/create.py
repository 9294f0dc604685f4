"""Making a webhook."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.sealing import Sealer
from deskbell.events.record import record
from deskbell.webhooks.events import WebhookCreated
from deskbell.webhooks.models import Webhook
from deskbell.webhooks.problems import TooManyWebhooks
from deskbell.webhooks.schemas import WebhookCreate
from deskbell.webhooks.signing import new_secret

MOST: Final = 100


def sealed_for(webhook_id: int) -> str:
    """The place for which a webhook's secrets are sealed."""
    return f"webhook:{webhook_id}"


async def create_webhook(
    session: AsyncSession, actor: Actor, body: WebhookCreate, sealer: Sealer
) -> tuple[int, str]:
    """Make a webhook; its number and its signing secret. Raises `TooManyWebhooks`."""
    if (await session.scalar(select(func.count()).select_from(Webhook)) or 0) >= MOST:
        raise TooManyWebhooks(f"Delete one that is not needed any more: at most {MOST} are kept.")
    webhook, secret = Webhook(**body.model_dump(), secret_sealed=b""), new_secret()
    session.add(webhook)
    await session.flush()
    webhook.secret_sealed = sealer.seal(secret, sealed_for(webhook.id))
    await session.flush()
    await record(session, actor, WebhookCreated(webhook_id=webhook.id, version=1))
    return webhook.id, secret
