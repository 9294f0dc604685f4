"""Forgetting old deliveries."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.webhooks.models import WebhookDelivery

KEPT: Final = timedelta(days=30)
BATCH: Final = 5_000


async def purge_deliveries(session: AsyncSession) -> bool:
    """Delete a batch of deliveries that are 30 days old, in any state; whether there may be more."""
    old = select(WebhookDelivery.id).where(WebhookDelivery.created_at < func.now() - KEPT)
    batch = old.order_by(WebhookDelivery.created_at).limit(BATCH)
    gone = await session.scalars(
        delete(WebhookDelivery).where(WebhookDelivery.id.in_(batch)).returning(WebhookDelivery.id)
    )
    return len(gone.all()) == BATCH
