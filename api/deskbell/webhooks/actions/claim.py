"""Taking deliveries that are due."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, BigInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.prepared import Prepared, Source
from deskbell.webhooks.pace import Pace

# For each webhook that may be sent to, its next deliveries: none of them behind an open one of its ticket.
_DUE = """
from webhooks as webhook cross join lateral (
    select delivery.id, delivery.next_at from webhook_deliveries as delivery
    where delivery.webhook_id = webhook.id and delivery.state not in ('delivered', 'failed')
        and delivery.next_at <= clock_timestamp()
        and (delivery.event_id is null
            or webhook.enabled and webhook.paused_at is null and webhook.next_at <= clock_timestamp())
        and not exists (
            select from webhook_deliveries as before
            where before.webhook_id = webhook.id and before.ticket_id = delivery.ticket_id
                and before.event_id < delivery.event_id and before.state not in ('delivered', 'failed')
        )
    order by delivery.next_at, delivery.id
    limit case when webhook.failures > 0 then 1 else :each end
    {lock}
) as due
where webhook.id <> all(:busy)
"""
_BUSY = bindparam("busy", type_=ARRAY(BigInteger))
_EACH = bindparam("each", type_=BigInteger)
_IS_DUE = Prepared(text("select due.id" + _DUE.format(lock="") + "limit 1").bindparams(_BUSY, _EACH))
_CLAIM = text(
    """
update webhook_deliveries as delivery set state = 'sending', attempts = delivery.attempts + 1,
    next_at = clock_timestamp() + :lease,
    first_tried_at = coalesce(delivery.first_tried_at, clock_timestamp())
from (select due.id
    """
    + _DUE.format(lock="for update skip locked")
    + """
    order by due.next_at, due.id limit :most
) as chosen
where delivery.id = chosen.id
returning delivery.id, delivery.webhook_id, delivery.event_id, delivery.attempts, delivery.body,
    delivery.first_tried_at
"""
).bindparams(_BUSY, _EACH)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one delivery; nobody else is at it while the lease lasts."""

    delivery_id: int
    webhook_id: int
    event_id: int | None
    number: int
    body: str = field(repr=False)
    first_tried_at: datetime


async def is_due(source: Source, pace: Pace, busy: Sequence[int]) -> bool:
    """Whether there is anything to be taken, asked without a transaction."""
    return bool(await _IS_DUE.all(source, {"busy": list(busy), "each": pace.each}))


async def claim(session: AsyncSession, pace: Pace, busy: Sequence[int], most: int) -> list[Attempt]:
    """Take deliveries that are due, of webhooks that are not busy; of one that fails, only one."""
    values = {
        "busy": list(busy),
        "each": pace.each,
        "most": most,
        "lease": timedelta(seconds=pace.lease),
    }
    rows = await session.execute(_CLAIM, values)
    return sorted((Attempt(*row) for row in rows), key=lambda each: each.delivery_id)
