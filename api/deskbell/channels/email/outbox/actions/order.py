"""Ordering a mail: the row that makes it exist, exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert as plain_insert
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.events import MailQueued
from deskbell.channels.email.outbox.models import MailKind, OutgoingMail, OutgoingRecipient
from deskbell.core.auth import Actor
from deskbell.events.record import record

REQUESTER = "requester"


@dataclass(frozen=True, slots=True)
class To:
    """One address that a mail is to reach; `copied` stands in Cc."""

    address: str
    name: str = ""
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mail to be sent: what it is, about what, and to whom, the first one first."""

    kind: MailKind
    to: Sequence[To]
    recipient_class: str = REQUESTER
    ticket_id: int | None = None
    message_id: int | None = None
    user_id: int | None = None
    correspondent: str | None = None


async def order(session: AsyncSession, actor: Actor, wanted: Wanted) -> int | None:
    """Let a mail be sent; its number, or nothing when its message has one for these recipients already."""
    to = {each.address.lower(): each for each in reversed(wanted.to)}
    if not to:
        return None
    row = insert(OutgoingMail).values(
        kind=wanted.kind,
        recipient_class=wanted.recipient_class,
        ticket_id=wanted.ticket_id,
        message_id=wanted.message_id,
        user_id=wanted.user_id,
        ordered_by_id=actor.user_id,
        correspondent=wanted.correspondent,
    )
    once = row.on_conflict_do_nothing(
        index_elements=["message_id", "recipient_class"], index_where=text("message_id is not null")
    )
    mail_id = (await session.execute(once.returning(OutgoingMail.id))).scalar_one_or_none()
    if mail_id is None:
        return None
    people = [
        {
            "mail_id": mail_id,
            "position": place,
            "copied": each.copied,
            "address": each.address,
            "name": each.name,
        }
        for place, each in enumerate(reversed(to.values()))
    ]
    await session.execute(plain_insert(OutgoingRecipient), people)
    fact = MailQueued(outgoing_mail_id=mail_id, ticket_id=wanted.ticket_id, message_id=wanted.message_id)
    await record(session, actor, fact)
    return mail_id
