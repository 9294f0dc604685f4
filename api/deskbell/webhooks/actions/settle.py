"""Writing down what became of an attempt."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.webhooks.actions.claim import Attempt
from deskbell.webhooks.events import WebhookPaused
from deskbell.webhooks.models import DeliveryState, Webhook, WebhookAttempt, WebhookDelivery
from deskbell.webhooks.pace import Pace
from deskbell.webhooks.queries import system_webhook_for_update

SYSTEM: Final = Actor(kind="system", level=Level.admin)
GONE: Final = 410
AWAY: Final = frozenset({429, 502, 503, 504})
"""Answers that say nothing about the delivery: whoever stands there can't take any."""
SAID_GONE: Final = "It answered 410: nothing is to be sent there any more."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: an answer, or why there is none."""

    url: str
    sent_at: datetime
    milliseconds: int
    status: int | None = None
    answer: str | None = None
    error: str | None = None
    retry_after: float | None = None

    @property
    def taken(self) -> bool:
        """Whether the receiver said that it has it."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004 - 2xx

    @property
    def away(self) -> bool:
        """Whether no delivery would have been taken just now."""
        return self.status is None or self.status in AWAY

    @property
    def said(self) -> str:
        """Why it was not taken, in words."""
        return self.error or f"It answered {self.status}."


async def settle(session: AsyncSession, attempt: Attempt, outcome: Outcome, pace: Pace) -> str:
    """Write the outcome down; the state to which the delivery came.

    Whether a webhook is away is noted at the webhook: its deliveries wait with it, and are not given up for
    that. An attempt whose lease was lost only adds its line; that something was taken always counts.
    """
    webhook = await system_webhook_for_update(session, attempt.webhook_id)
    mine = select(WebhookDelivery).where(WebhookDelivery.id == attempt.delivery_id).with_for_update()
    delivery = await session.scalar(mine)
    if webhook is None or delivery is None:
        return "deleted"
    session.add(_line(attempt, outcome))
    await session.flush()
    if outcome.taken or (delivery.attempts == attempt.number and delivery.state == DeliveryState.sending):
        _deliver(delivery, outcome, pace)
    if await _note(session, webhook, attempt, outcome, pace):
        await record(session, SYSTEM, WebhookPaused(webhook_id=webhook.id, version=webhook.version))
    return delivery.state


def _line(attempt: Attempt, outcome: Outcome) -> WebhookAttempt:
    return WebhookAttempt(
        delivery_id=attempt.delivery_id,
        number=attempt.number,
        url=outcome.url,
        sent_at=outcome.sent_at,
        milliseconds=outcome.milliseconds,
        status=outcome.status,
        answer=outcome.answer,
        error=outcome.error,
    )


def _deliver(delivery: WebhookDelivery, outcome: Outcome, pace: Pace) -> None:
    """The delivery's own fate. A test is tried once."""
    now = datetime.now(UTC)
    tried_since = delivery.first_tried_at or now
    given_up = not outcome.away and now - tried_since >= timedelta(seconds=pace.patience)
    if outcome.taken:
        state = DeliveryState.delivered
    elif delivery.event_id is None or given_up:
        state = DeliveryState.failed
    else:
        state = DeliveryState.waiting
    delivery.state = state.value
    delivery.ended_at = None if state is DeliveryState.waiting else now
    delivery.next_at = now if outcome.away else now + pace.pause(delivery.attempts)
    delivery.first_tried_at = None if outcome.away else tried_since


async def _note(
    session: AsyncSession, webhook: Webhook, attempt: Attempt, outcome: Outcome, pace: Pace
) -> bool:
    """What the attempt says of the webhook itself; whether it is paused now."""
    now = datetime.now(UTC)
    is_test = attempt.event_id is None
    if outcome.taken:
        webhook.failing_since, webhook.failures, webhook.next_at = None, 0, now
        return False
    if is_test or webhook.paused_at is not None:
        return False
    webhook.failing_since = webhook.failing_since or now
    if outcome.away:
        webhook.failures += 1
        webhook.next_at = now + pace.away(webhook.failures, outcome.retry_after)
    delinquent = outcome.status == GONE or now - webhook.failing_since >= timedelta(seconds=pace.patience)
    if delinquent:
        webhook.paused_at, webhook.version = now, webhook.version + 1
        webhook.pause_reason = SAID_GONE if outcome.status == GONE else outcome.said
    await session.flush()
    return delinquent
