"""Writing down what became of an attempt, for each recipient and for the mail as a whole."""

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.lease import Attempt
from deskbell.channels.email.outbox.events import (
    MailAccepted,
    MailDeferred,
    MailFailed,
    MailUncertain,
    OutgoingMailEvent,
)
from deskbell.channels.email.outbox.facts.queries import SYSTEM
from deskbell.channels.email.outbox.models import (
    ENDED,
    SECRET_KINDS,
    MailState,
    OutgoingContent,
    OutgoingMail,
    OutgoingRecipient,
)
from deskbell.channels.email.outbox.pace import Pace
from deskbell.channels.email.sending.outcome import Outcome
from deskbell.events.record import record

GIVEN_UP = "Given up after days of trying; the last answer: {}"
MAX_REASON = 500
_RECIPIENTS = cast("Table", OutgoingRecipient.__table__)
OPEN = (MailState.sending, MailState.uncertain)  # who is late, and knows better, is believed


async def settle(session: AsyncSession, attempt: Attempt, outcome: Outcome, pace: Pace) -> bool:
    """Write the outcome down; False when the lease was lost meanwhile, and another writes it.

    As long as anybody is to be tried again the mail is deferred; then it is uncertain, accepted or failed.
    """
    mine = (OutgoingMail.id == attempt.mail_id, OutgoingMail.attempts == attempt.number)
    statement = select(OutgoingMail).where(*mine, OutgoingMail.state.in_(OPEN))
    mail = await session.scalar(statement.with_for_update())
    if mail is None:
        return False
    now = datetime.now(UTC)
    given_up = mail.give_up_at is not None and now >= mail.give_up_at and not outcome.settings_at_fault
    await _recipients(session, mail.id, outcome, now, given_up=given_up)
    states = set(
        await session.scalars(select(OutgoingRecipient.state).where(OutgoingRecipient.mail_id == mail.id))
    )
    mail.state, mail.lease_until = _whole(states), None
    mail.reason = _reason(outcome, given_up=given_up)
    mail.next_at = now + pace.pause(mail.attempts)
    mail.ended_at = now if mail.state in ENDED else None
    if mail.kind in SECRET_KINDS and mail.state in ENDED and not pace.keeps_secrets:
        await session.execute(delete(OutgoingContent).where(OutgoingContent.mail_id == mail.id))
    await session.flush()
    await record(session, SYSTEM, fact_of(mail))
    return True


def fact_of(mail: OutgoingMail) -> OutgoingMailEvent:
    """The event of the state that a mail has come to."""
    about = {"outgoing_mail_id": mail.id, "ticket_id": mail.ticket_id, "message_id": mail.message_id}
    kinds = {
        MailState.accepted: MailAccepted,
        MailState.failed: MailFailed,
        MailState.uncertain: MailUncertain,
    }
    kind = kinds.get(MailState(mail.state))
    return MailDeferred(**about, attempts=mail.attempts) if kind is None else kind(**about)


async def _recipients(
    session: AsyncSession, mail_id: int, outcome: Outcome, now: datetime, *, given_up: bool
) -> None:
    rows = [
        {
            "of_mail": mail_id,
            "to": each.recipient,
            "state": MailState.failed
            if given_up and each.state.value == MailState.deferred
            else each.state.value,
            "code": each.code,
            "answer": each.answer,
            "queue_id": each.queue_id,
            "settled_at": now,
        }
        for each in outcome.deliveries
    ]
    row = update(_RECIPIENTS).where(
        OutgoingRecipient.mail_id == bindparam("of_mail"), OutgoingRecipient.address == bindparam("to")
    )
    names = ("state", "code", "answer", "queue_id", "settled_at")
    await session.execute(row.values({name: bindparam(name) for name in names}), rows)


def _whole(states: set[str]) -> MailState:
    if states & {MailState.queued, MailState.deferred}:
        return MailState.deferred
    if MailState.uncertain in states:
        return MailState.uncertain
    return MailState.accepted if MailState.accepted in states else MailState.failed


def _reason(outcome: Outcome, *, given_up: bool) -> str | None:
    """The answer that explains the state best: of the worst share."""
    order = [MailState.uncertain, MailState.deferred, MailState.failed]
    for state in order:
        answers = [each.answer for each in outcome.deliveries if each.state.value == state]
        if answers:
            return (GIVEN_UP.format(answers[0]) if given_up else answers[0])[:MAX_REASON]
    return None
