"""What the log says becomes deliveries: in its order, each event once for each webhook that asks for it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.events.reading import LoggedEvent
from deskbell.webhooks.actions.order import order
from deskbell.webhooks.queries import system_listening


async def order_deliveries(session: AsyncSession, events: Sequence[LoggedEvent]) -> None:
    """Order the deliveries of a batch; one small question while nobody listens."""
    for webhook_id, types in await system_listening(session):
        await order(session, webhook_id, [event for event in events if event.type in types])
