"""Jobs that order mails."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.order_receipt import order_receipts
from deskbell.channels.email.outbox.actions.order_replies import order_replies as reply
from deskbell.core.jobs import job


@job("outbox.order_replies", together=True)
async def order_replies(session: AsyncSession, *, event_ids: Sequence[int]) -> None:
    """Order the mails of messages; an event that was purged in the meantime orders none."""
    await reply(session, event_ids)


@job("outbox.order_receipt", together=True)
async def order_receipt(session: AsyncSession, *, event_ids: Sequence[int]) -> None:
    """Order the receipts of tickets' first mails; an event that was purged in the meantime orders none."""
    await order_receipts(session, event_ids)
