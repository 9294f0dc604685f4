"""Jobs that order mails."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.order_receipt import order_receipt as receive
from deskbell.channels.email.outbox.actions.order_replies import order_replies as reply
from deskbell.core.jobs import job
from deskbell.events.models import StoredEvent


@job("outbox.order_replies")
async def order_replies(session: AsyncSession, *, event_id: int) -> None:
    """Order the mails of a message; an event that was purged in the meantime orders none."""
    event = await session.get(StoredEvent, event_id)
    if event is not None:
        await reply(session, event)


@job("outbox.order_receipt")
async def order_receipt(session: AsyncSession, *, event_id: int) -> None:
    """Order the receipt of a ticket's first mail; an event that was purged in the meantime orders none."""
    event = await session.get(StoredEvent, event_id)
    if event is not None:
        await receive(session, event)
