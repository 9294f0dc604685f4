"""Sending deliveries once more."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.jobs import enqueue
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.events.reading import read_between
from deskbell.events.record import record
from deskbell.webhooks.actions.order import order
from deskbell.webhooks.events import WebhookReplayed
from deskbell.webhooks.models import DeliveryState, WebhookDelivery
from deskbell.webhooks.problems import DeliveryUnderWay
from deskbell.webhooks.queries import system_webhook_for_update
from deskbell.webhooks.schemas import WebhookReplayCreate

REPLAY_JOB: Final = "webhooks.replay"
BATCH: Final = 500


async def replay(session: AsyncSession, actor: Actor, webhook_id: int, delivery_id: int) -> None:
    """Send one delivery now: one that came to its end, or that waits for its next attempt.

    Raises `NotFound`, `DeliveryUnderWay`.
    """
    webhook = as_seen(await system_webhook_for_update(session, webhook_id), None)
    delivery = await session.get(WebhookDelivery, delivery_id, with_for_update=True)
    if delivery is None or delivery.webhook_id != webhook_id:
        raise NotFound
    if delivery.state in {DeliveryState.queued, DeliveryState.sending}:
        raise DeliveryUnderWay("Look at it again in a moment.")
    webhook.next_at = datetime.now(UTC)
    await session.flush()
    await session.execute(_again().where(WebhookDelivery.id == delivery_id))
    fact = WebhookReplayed(webhook_id=webhook_id, version=webhook.version, delivery_id=delivery_id)
    await record(session, actor, fact)


async def replay_since(
    session: AsyncSession, actor: Actor, webhook_id: int, body: WebhookReplayCreate
) -> datetime:
    """Order a job that sends events of a time once more; until when. Raises `NotFound`."""
    webhook = as_seen(await system_webhook_for_update(session, webhook_id), None)
    until = min(body.until or datetime.now(UTC), datetime.now(UTC))
    span = {"since": body.since.isoformat(), "until": until.isoformat()}
    args: dict[str, Any] = {"webhook_id": webhook_id, "delivered": body.delivered, "after": 0, **span}
    await enqueue(session, REPLAY_JOB, args)
    fact = WebhookReplayed(webhook_id=webhook_id, version=webhook.version, delivery_id=None)
    await record(session, actor, fact)
    return until


async def replay_next(session: AsyncSession, args: dict[str, Any]) -> None:
    """Send the next events of an ordered replay once more, and order what follows them.

    What was never ordered (the webhook was off, or did not ask for the type) is ordered now; what failed, and
    where asked what was delivered, is queued again.
    """
    webhook = await system_webhook_for_update(session, args["webhook_id"])
    if webhook is None:
        return
    since, until = (datetime.fromisoformat(args[name]) for name in ("since", "until"))
    events = await read_between(
        session, since, until, types=webhook.event_types, after=args["after"], limit=BATCH
    )
    if not events:
        return
    states = [DeliveryState.failed, *([DeliveryState.delivered] if args["delivered"] else [])]
    chosen = (
        WebhookDelivery.webhook_id == webhook.id,
        WebhookDelivery.event_id.in_([event.id for event in events]),
        WebhookDelivery.state.in_([state.value for state in states]),
    )
    await session.execute(_again().where(*chosen))
    await order(session, webhook.id, events)
    await enqueue(session, REPLAY_JOB, args | {"after": events[-1].id})


def _again() -> Any:  # noqa: ANN401 - SQLAlchemy's Update, whose type says nothing
    now = datetime.now(UTC)
    return update(WebhookDelivery).values(
        state=DeliveryState.queued.value, next_at=now, first_tried_at=None, ended_at=None
    )
