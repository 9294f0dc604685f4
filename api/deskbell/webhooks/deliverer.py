"""The deliverer: takes deliveries that are due, sends them, and writes down what became of them.

It runs in every worker; a lease keeps two from being at one delivery. It is no job, so that receivers who
answer slowly never take the places of other work. Nothing is held open in the database while one is waited
for. What was sent and not written down before a crash is sent again: at least once.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from deskbell.core.config import Settings
from deskbell.core.db import Database
from deskbell.core.keys import load_or_create_keys
from deskbell.core.outbound import Outbound, OutboundAnswer, OutboundFailed, OutboundRefused
from deskbell.core.sealing import Sealer, Unsealable
from deskbell.kit.storable import storable
from deskbell.webhooks.actions.claim import Attempt, claim, is_due
from deskbell.webhooks.actions.create import sealed_for
from deskbell.webhooks.actions.settle import Outcome, settle
from deskbell.webhooks.pace import PACE, Pace
from deskbell.webhooks.payloads import message_id
from deskbell.webhooks.queries import system_webhooks
from deskbell.webhooks.signing import signed_headers

AWAY: Final = (SQLAlchemyError, OSError, TimeoutError)
RETRY_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 3.0
ANSWER_BYTES: Final = 65_536
ANSWER_SHOWN: Final = 4_000
UNSEALABLE: Final = "Its secret was sealed with other keys. Rotate it."

log = structlog.get_logger(__name__)


async def run_deliveries(database: Database, settings: Settings, pace: Pace = PACE) -> None:
    """Deliver until cancelled; waits out a database that is away."""
    sealer = Sealer(load_or_create_keys(settings.secrets_dir))
    outbound = Outbound(settings.private_networks)
    deliverer = Deliverer(database, outbound, sealer, pace)
    try:
        await deliverer.deliver_for_ever()
    finally:
        await deliverer.finish()
        await outbound.close()


class Deliverer:
    """One process's deliverer, and the attempts that it is at."""

    def __init__(self, database: Database, outbound: Outbound, sealer: Sealer, pace: Pace = PACE) -> None:
        """Take the database, the one client, what opens secrets, and the times to keep."""
        self.database = database
        self.outbound = outbound
        self.sealer = sealer
        self.pace = pace
        self._at_work: dict[asyncio.Task[None], int] = {}

    async def deliver_for_ever(self) -> None:
        """Step after step, with pauses while nothing is due."""
        while True:
            try:
                taken = await self.step() if await is_due(self.database.reads, self.pace, self._busy()) else 0
            except AWAY as error:
                log.warning("webhooks.deliverer_failed", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            if not taken:
                await self._pause()

    async def step(self) -> int:
        """Begin attempts, as many as there is room for; how many."""
        room = self.pace.at_once - len(self._at_work)
        if room <= 0:
            return 0
        async with self.database.session() as session:
            attempts = await claim(session, self.pace, self._busy(), room)
        if not attempts:
            return 0
        async with self.database.reader() as connection:
            webhooks = await system_webhooks(connection, [attempt.webhook_id for attempt in attempts])
        for attempt in attempts:
            task = asyncio.create_task(self._attempt(attempt, webhooks.get(attempt.webhook_id)))
            self._at_work[task] = attempt.webhook_id
            task.add_done_callback(partial(self._done, attempt))
        return len(attempts)

    async def settled(self) -> None:
        """Wait until no attempt is at work."""
        while self._at_work:
            await asyncio.wait(self._at_work)

    async def finish(self) -> None:
        """Let attempts come to their end for a moment; the lease of what is cut off ends."""
        tasks = list(self._at_work)
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pause(self) -> None:
        """Wait for a moment, or until there is room again."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.pace.poll):
                if self._at_work:
                    await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)
                else:
                    await asyncio.sleep(self.pace.poll)

    def _busy(self) -> list[int]:
        """Webhooks that are sent as much as they may be at one time."""
        return [
            number for number, count in Counter(self._at_work.values()).items() if count >= self.pace.each
        ]

    def _done(self, attempt: Attempt, task: asyncio.Task[None]) -> None:
        self._at_work.pop(task, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("webhooks.attempt_broke", delivery_id=attempt.delivery_id, exc_info=fault)

    async def _attempt(self, attempt: Attempt, webhook: Row[Any] | None) -> None:
        """Send once and write the outcome down, however long the database is away meanwhile."""
        if webhook is None:
            return
        outcome = await self._send(attempt, webhook)
        while True:
            try:
                async with self.database.session() as session:
                    state = await settle(session, attempt, outcome, self.pace)
            except AWAY as error:
                log.warning("webhooks.outcome_waits", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            log.info(
                "webhooks.attempted", delivery_id=attempt.delivery_id, number=attempt.number, state=state
            )
            return

    async def _send(self, attempt: Attempt, webhook: Row[Any]) -> Outcome:
        sent_at, began, body = (
            datetime.now(UTC).replace(microsecond=0),
            time.monotonic(),
            attempt.body.encode(),
        )

        def ended(**how: Any) -> Outcome:  # noqa: ANN401 - the members of the outcome
            return Outcome(webhook.url, sent_at, round((time.monotonic() - began) * 1000), **how)

        try:
            headers = {
                "content-type": "application/json",
                **signed_headers(
                    self._secrets(webhook, sent_at),
                    message_id(attempt.event_id, attempt.delivery_id),
                    int(sent_at.timestamp()),
                    body,
                ),
            }
            answer = await self.outbound.request(
                "POST", webhook.url, headers=headers, content=body, limit=ANSWER_BYTES, cut=True
            )
        except Unsealable:
            return ended(error=UNSEALABLE)
        except (OutboundRefused, OutboundFailed) as error:
            return ended(error=str(error)[:500])
        return _answered(ended, answer)

    def _secrets(self, webhook: Row[Any], now: datetime) -> list[str]:
        sealed = [webhook.secret_sealed]
        if webhook.old_secret_sealed is not None and webhook.rotation_ends_at > now:
            sealed.append(webhook.old_secret_sealed)
        return [self.sealer.open(each, sealed_for(webhook.id)) for each in sealed]


def _answered(ended: Callable[..., Outcome], answer: OutboundAnswer) -> Outcome:
    text = storable(answer.body.decode("utf-8", "replace"))[:ANSWER_SHOWN]
    asked = answer.headers.get("retry-after", "")
    return ended(status=answer.status, answer=text, retry_after=float(asked) if asked.isdecimal() else None)
