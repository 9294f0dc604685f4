"""Ordering deliveries of events."""

from collections.abc import Sequence

from sqlalchemy import ARRAY, BigInteger, String, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.prepared import Prepared
from deskbell.events.reading import LoggedEvent
from deskbell.webhooks.payloads import body_of

_ORDER = Prepared(
    text("""
insert into webhook_deliveries (webhook_id, event_id, event_type, ticket_id, body)
select :webhook, event_id, event_type, ticket_id, body
from unnest(:ids, :types, :tickets, :bodies) with ordinality
    as given(event_id, event_type, ticket_id, body, place)
order by place
on conflict (webhook_id, event_id) where event_id is not null do nothing
""").bindparams(
        bindparam("webhook", type_=BigInteger),
        bindparam("ids", type_=ARRAY(BigInteger)),
        bindparam("types", type_=ARRAY(String)),
        bindparam("tickets", type_=ARRAY(BigInteger)),
        bindparam("bodies", type_=ARRAY(String)),
    )
)


async def order(session: AsyncSession, webhook_id: int, events: Sequence[LoggedEvent]) -> None:
    """Have these events sent to a webhook; those that were ordered already are left as they are."""
    told = [(event, body) for event in events if (body := body_of(event)) is not None]
    if not told:
        return
    values = {
        "webhook": webhook_id,
        "ids": [event.id for event, _ in told],
        "types": [event.type for event, _ in told],
        "tickets": [event.ticket_id for event, _ in told],
        "bodies": [body for _, body in told],
    }
    await _ORDER.all(session, values)
