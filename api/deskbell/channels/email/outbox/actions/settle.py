"""Writing down what became of an attempt, for each recipient and for the mail as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import BigInteger, Boolean, Interval, String, bindparam, delete, text
from sqlalchemy.dialects.postgresql import JSONB
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
from deskbell.channels.email.outbox.models import ENDED, SECRET_KINDS, MailState, OutgoingContent
from deskbell.channels.email.outbox.pace import Pace
from deskbell.channels.email.sending.outcome import Delivery, Outcome
from deskbell.core.prepared import Prepared
from deskbell.events.record import record

GIVEN_UP = "Given up after days of trying; the last answer: {}"
MAX_REASON = 500

# One statement: the mail is locked first; who is late and knows better (`uncertain`) is believed.
_SETTLE = Prepared(
    text("""
with mail as (
    select id, not :at_fault and coalesce(give_up_at <= clock_timestamp(), false) as given_up
    from outgoing_mails where id = :id and attempts = :attempt and state in ('sending', 'uncertain')
    for update
), told as (
    update outgoing_recipients as one set
        state = case when given.state = 'deferred' and mail.given_up then 'failed' else given.state end,
        code = given.code, answer = given.answer, queue_id = given.queue_id, settled_at = clock_timestamp()
    from mail, jsonb_to_recordset(:deliveries)
        as given(recipient text, state text, code smallint, answer text, queue_id text)
    where one.mail_id = mail.id and one.address = given.recipient
    returning one.id, one.state
), states as (
    select state from told
    union
    select one.state from outgoing_recipients as one join mail on one.mail_id = mail.id
    where one.id not in (select id from told)
), whole as (
    select case when bool_or(state in ('queued', 'deferred')) then 'deferred'
        when bool_or(state = 'uncertain') then 'uncertain'
        when bool_or(state = 'accepted') then 'accepted' else 'failed' end as state
    from states
)
update outgoing_mails as one set state = whole.state, lease_until = null,
    reason = case when mail.given_up then :last_reason else :reason end,
    next_at = clock_timestamp() + :pause, waits_for_server = :server_away,
    ended_at = case when whole.state in ('accepted', 'failed') then clock_timestamp() end
from mail, whole where one.id = mail.id
returning one.id, one.kind, one.ticket_id, one.message_id, one.state, one.attempts
""").bindparams(
        bindparam("id", type_=BigInteger),
        bindparam("attempt", type_=BigInteger),
        bindparam("at_fault", type_=Boolean),
        bindparam("server_away", type_=Boolean),
        bindparam("deliveries", type_=JSONB),
        bindparam("reason", type_=String),
        bindparam("last_reason", type_=String),
        bindparam("pause", type_=Interval),
    )
)
_KINDS: dict[str, type[OutgoingMailEvent]] = {
    MailState.accepted: MailAccepted,
    MailState.failed: MailFailed,
    MailState.uncertain: MailUncertain,
}


async def settle_all(session: AsyncSession, ended: Sequence[tuple[Attempt, Outcome]], pace: Pace) -> set[int]:
    """Write outcomes down; the mails whose lease was not lost meanwhile: else another writes it.

    As long as anybody is to be tried again a mail is deferred; then it is uncertain, accepted or failed.
    """
    settled = []
    for attempt, outcome in sorted(ended, key=lambda each: each[0].mail_id):
        mail = await _SETTLE.one_or_none(session, _values(attempt, outcome, pace))
        if mail is not None:
            settled.append(mail)
    told = [
        mail["id"]
        for mail in settled
        if mail["kind"] in SECRET_KINDS and mail["state"] in ENDED and not pace.keeps_secrets
    ]
    if told:
        await session.execute(delete(OutgoingContent).where(OutgoingContent.mail_id.in_(told)))
    await record(session, SYSTEM, *(_fact(mail) for mail in settled))
    return {mail["id"] for mail in settled}


def _values(attempt: Attempt, outcome: Outcome, pace: Pace) -> dict[str, Any]:
    reason = _reason(outcome)
    return {
        "id": attempt.mail_id,
        "attempt": attempt.number,
        "at_fault": outcome.settings_at_fault,
        "server_away": outcome.server_away,
        "deliveries": orjson.dumps([_told(each) for each in outcome.deliveries]).decode(),
        "reason": reason,
        "last_reason": reason and GIVEN_UP.format(reason)[:MAX_REASON],
        "pause": pace.pause(attempt.number),
    }


def _fact(mail: Mapping[str, Any]) -> OutgoingMailEvent:
    """The event of the state that a mail has come to."""
    about = {name: mail[name] for name in ("ticket_id", "message_id")} | {"outgoing_mail_id": mail["id"]}
    kind = _KINDS.get(mail["state"])
    return MailDeferred(**about, attempts=mail["attempts"]) if kind is None else kind(**about)


def _told(delivery: Delivery) -> dict[str, Any]:
    return {
        "recipient": delivery.recipient,
        "state": delivery.state.value,
        "code": delivery.code,
        "answer": delivery.answer,
        "queue_id": delivery.queue_id,
    }


def _reason(outcome: Outcome) -> str | None:
    """The answer that explains the state best: of the worst share."""
    for state in (MailState.uncertain, MailState.deferred, MailState.failed):
        answers = [each.answer for each in outcome.deliveries if each.state.value == state]
        if answers:
            return answers[0][:MAX_REASON]
    return None
