"""Which outgoing mails an actor may see, and the lists made of them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    false,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.inbound.models import MailBounce
from deskbell.channels.email.outbox.models import (
    RETRIABLE,
    SECRET_KINDS,
    MailState,
    OutgoingContent,
    OutgoingMail,
    OutgoingRecipient,
)
from deskbell.channels.email.outbox.schemas import OutboxQuery, OutgoingMailRead, RecipientRead
from deskbell.core.answers import Members
from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import visible_to as visible_tickets

QUOTED_MESSAGES = 2


_COLUMNS = (
    OutgoingMail.id,
    OutgoingMail.kind,
    OutgoingMail.state,
    OutgoingMail.ticket_id,
    OutgoingMail.message_id,
    OutgoingMail.subject,
    OutgoingMail.internet_id,
    OutgoingMail.attempts,
    OutgoingMail.reason,
    OutgoingMail.next_at,
    OutgoingMail.created_at,
    OutgoingMail.ended_at,
    OutgoingMail.size,
)
_REPORT = {
    "action": MailBounce.action,
    "status": MailBounce.status,
    "diagnostic": MailBounce.diagnostic,
    "at": MailBounce.created_at,
}
_BOUNCE = (
    select(func.jsonb_build_object(*(part for pair in _REPORT.items() for part in pair)))
    .where(
        MailBounce.mail_id == OutgoingMail.id,
        func.lower(MailBounce.recipient) == func.lower(OutgoingRecipient.address),
    )
    .order_by(MailBounce.id.desc())
    .limit(1)
    .correlate(OutgoingMail, OutgoingRecipient)
    .scalar_subquery()
)
_PERSON = {
    "address": OutgoingRecipient.address,
    "name": OutgoingRecipient.name,
    "copied": OutgoingRecipient.copied,
    "state": OutgoingRecipient.state,
    "code": OutgoingRecipient.code,
    "answer": OutgoingRecipient.answer,
    "queue_id": OutgoingRecipient.queue_id,
    "bounce": _BOUNCE,
}
_AS_JSON = func.jsonb_build_object(*(part for pair in _PERSON.items() for part in pair))
_PEOPLE = (
    select(func.jsonb_agg(aggregate_order_by(_AS_JSON, OutgoingRecipient.position), type_=JSONB))
    .where(OutgoingRecipient.mail_id == OutgoingMail.id)
    .correlate(OutgoingMail)
    .scalar_subquery()
)


def visible_to(actor: Actor) -> Select[OutgoingMail]:
    """The mails that an actor may see: an admin all, an agent those of tickets that they see."""
    return select(OutgoingMail).where(seen_by(actor))


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The same, as a condition on `outgoing_mails`."""
    if actor.level is Level.admin:
        return true()
    if not actor.is_staff:
        return false()
    return OutgoingMail.ticket_id.in_(visible_tickets(actor).with_only_columns(Ticket.id))


def mails(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The mails that an actor may see, as rows for `mail_read`."""
    return select(*_COLUMNS, _PEOPLE.label("people")).where(seen_by(actor))


async def page_of_mails(
    connection: AsyncConnection, actor: Actor, query: OutboxQuery
) -> Page[OutgoingMailRead]:
    """A page of the mails that the actor may see, the newest first."""
    statement = mails(actor).where(*_conditions(query)).order_by(OutgoingMail.id.desc())
    if query.cursor is not None:
        statement = statement.where(OutgoingMail.id < decode_cursor(query.cursor, int)[0])
    rows = (await connection.execute(statement.limit(query.limit + 1))).mappings().all()
    items = [mail_read(dict(row)) for row in rows[: query.limit]]
    more = encode_cursor(items[-1].id) if len(rows) > query.limit else None
    return Page[OutgoingMailRead](items=items, next_cursor=more, total=None)


async def one_mail(
    connection: AsyncConnection | AsyncSession, actor: Actor, mail_id: int
) -> OutgoingMailRead:
    """One mail. Raises `NotFound` when the actor can't see it."""
    row = (await connection.execute(mails(actor).where(OutgoingMail.id == mail_id))).mappings().one_or_none()
    if row is None:
        raise NotFound
    return mail_read(dict(row))


async def raw_mail(connection: AsyncConnection, actor: Actor, mail_id: int) -> bytes | None:
    """The bytes of a mail that the actor can see; nothing where none are kept, or a secret is in them."""
    statement = (
        select(OutgoingMail.id, OutgoingContent.raw, OutgoingContent.sealed)
        .outerjoin(OutgoingContent, OutgoingContent.mail_id == OutgoingMail.id)
        .where(seen_by(actor), OutgoingMail.id == mail_id)
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return None if row.sealed or row.raw is None else bytes(row.raw)


async def counts(connection: AsyncConnection, actor: Actor) -> Members:
    """How many mails stand where, of those that the actor may see."""
    open_ones = OutgoingMail.state.in_((MailState.queued, MailState.deferred))
    recent = OutgoingMail.created_at > func.now() - timedelta(days=7)
    states = {
        "waiting": OutgoingMail.state == MailState.queued,
        "deferred": OutgoingMail.state == MailState.deferred,
        "uncertain": OutgoingMail.state == MailState.uncertain,
        "failed": (OutgoingMail.state == MailState.failed) & recent,
    }
    columns = [func.count().filter(where).label(name) for name, where in states.items()]
    oldest = func.min(OutgoingMail.created_at).filter(open_ones).label("oldest")
    interesting = OutgoingMail.state != MailState.accepted
    statement = select(*columns, oldest).where(seen_by(actor), interesting)
    return dict((await connection.execute(statement)).mappings().one())


async def last_problem(connection: AsyncConnection, actor: Actor) -> str | None:
    """Why the latest deferred mail is deferred."""
    deferred = (seen_by(actor), OutgoingMail.state == MailState.deferred)
    latest = select(OutgoingMail.reason).where(*deferred).order_by(OutgoingMail.id.desc()).limit(1)
    return await connection.scalar(latest)


def mail_read(row: Mapping[str, Any]) -> OutgoingMailRead:
    """A row of `mails` as it is answered."""
    state = MailState(row["state"])
    gone = row["kind"] in SECRET_KINDS and state is MailState.failed
    return OutgoingMailRead(
        **{column.key: row[column.key] for column in _COLUMNS if column.key != "next_at"},
        next_at=row["next_at"] if state is MailState.deferred else None,
        recipients=[RecipientRead(**person) for person in row["people"] or ()],
        can_retry=state in RETRIABLE and not gone,
    )


def _conditions(chosen: OutboxQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.state:
        found.append(OutgoingMail.state.in_(chosen.state))
    if chosen.kind is not None:
        found.append(OutgoingMail.kind == chosen.kind)
    if chosen.ticket_id is not None:
        found.append(OutgoingMail.ticket_id == chosen.ticket_id)
    if chosen.message_id is not None:
        found.append(OutgoingMail.message_id == chosen.message_id)
    if chosen.recipient is not None:
        same = func.lower(OutgoingRecipient.address) == func.lower(chosen.recipient)
        found.append(OutgoingMail.id.in_(select(OutgoingRecipient.mail_id).where(same)))
    return found
