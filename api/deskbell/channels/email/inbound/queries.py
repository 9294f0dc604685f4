"""Which received mail an actor may see, and what taking mail in has to look up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, false, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.channels.email.bans.queries import ANY_BAN
from deskbell.channels.email.inbound.models import (
    Fate,
    InboundContent,
    InboundMail,
    InboundReplay,
    KnownMail,
    Source,
)
from deskbell.channels.email.inbound.office import Office
from deskbell.channels.email.inbound.schemas import InboundMailRead, LedgerFilter, LedgerQuery, ReplayRead
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.channels.email.parser_rules.applying import rule_of
from deskbell.channels.email.parser_rules.models import MailRule
from deskbell.channels.email.threads import Clues, Known, KnownTicket, plain_id
from deskbell.core.answers import Members
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.prepared import Prepared
from deskbell.core.problems import NotFound
from deskbell.permissions.matrix import scopes_of
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import in_departments, system_mail_tickets
from deskbell.tickets.queries import visible_to as visible_tickets

_RULE = func.to_jsonb(cast("Table", MailRule.__table__).table_valued())
_RULES = select(func.jsonb_agg(aggregate_order_by(_RULE, MailRule.position, MailRule.id), type_=JSONB))
_POLICY = Prepared(
    select(_RULES.where(MailRule.enabled).scalar_subquery().label("rules"), ANY_BAN.label("bans"))
)
_SHOWN = tuple(InboundMail.__table__.c[name] for name in InboundMailRead.model_fields)


async def system_known(session: AsyncSession, found: Clues) -> Known:
    """The tickets that a mail's clues lead to."""
    mails = await _tickets_of_mails(session, found.foreign)
    ids = {*found.ticket_ids, *found.numbers, *(number for _, number in mails)}
    if not ids and not found.references:
        return Known()
    rows = await system_mail_tickets(session, list(ids), found.references)
    tickets = {row.id: KnownTicket(row.id, frozenset(row.parties), row.closed) for row in rows}
    return Known(
        tickets=tickets,
        mails={name: tickets[number] for name, number in mails if number in tickets},
        references={row.reference: tickets[row.id] for row in rows},
    )


async def _tickets_of_mails(session: AsyncSession, internet_ids: Sequence[str]) -> list[tuple[str, int]]:
    if not internet_ids:
        return []
    columns = (KnownMail.internet_id, KnownMail.ticket_id)
    statement = select(*columns).where(KnownMail.internet_id.in_(internet_ids)).order_by(KnownMail.id)
    return [(row.internet_id, row.ticket_id) for row in await session.execute(statement)]


async def system_fetched_before(
    connection: AsyncConnection, mailbox_id: int, internet_ids: Sequence[str]
) -> set[tuple[str, int]]:
    """Which of these Message-IDs came in by this mailbox's folder before, each with its mail's size."""
    if not internet_ids:
        return set()
    same = (InboundMail.mailbox_id == mailbox_id, InboundMail.source == Source.imap.value)
    columns = (InboundMail.internet_id, InboundMail.size)
    rows = await connection.execute(select(*columns).where(*same, InboundMail.internet_id.in_(internet_ids)))
    return {(row.internet_id, row.size) for row in rows}


async def system_automatic_since(session: AsyncSession, address: str, since: datetime) -> int:
    """How many automatic mails came from an address since then."""
    same = func.lower(InboundMail.address) == func.lower(address)
    statement = select(func.count()).where(same, InboundMail.automatic, InboundMail.received_at > since)
    return await session.scalar(statement) or 0


async def system_office(session: AsyncSession) -> Office:
    """The mailboxes, and in one more look the parser rules that are on and whether there are bans."""
    mailboxes = await system_mailboxes(session)
    policy = (await _POLICY.all(session, {}))[0]
    return Office(mailboxes, [rule_of(MailRule(**row)) for row in policy["rules"] or ()], policy["bans"])


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The mails that an actor may see: an admin all; an agent those of tickets that they see.

    What has no ticket is seen by those who see unassigned tickets of the department that it came for.
    """
    if actor.level is Level.admin:
        return true()
    if not actor.is_staff:
        return false()
    with_ticket = InboundMail.ticket_id.in_(visible_tickets(actor).with_only_columns(Ticket.id))
    if "unassigned" not in scopes_of(actor.permissions, Act.view):
        return with_ticket
    return with_ticket | (InboundMail.ticket_id.is_(None) & in_departments(InboundMail.department_id, actor))


async def page_of_inbound(
    connection: AsyncConnection, actor: Actor, query: LedgerQuery
) -> Page[InboundMailRead]:
    """A page of received mail, the newest first."""
    limit = query.limit
    statement = select(*_SHOWN).where(seen_by(actor), *ledger_conditions(query))
    if query.cursor is not None:
        statement = statement.where(InboundMail.id < decode_cursor(query.cursor, int)[0])
    rows = (
        (await connection.execute(statement.order_by(InboundMail.id.desc()).limit(limit + 1)))
        .mappings()
        .all()
    )
    more = encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page[InboundMailRead](
        items=[InboundMailRead.model_validate(dict(row)) for row in rows[:limit]],
        next_cursor=more,
        total=None,
    )


async def one_inbound(
    connection: AsyncConnection | AsyncSession, actor: Actor, inbound_mail_id: int
) -> InboundMailRead:
    """One received mail. Raises `NotFound`."""
    statement = select(*_SHOWN).where(seen_by(actor), InboundMail.id == inbound_mail_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return InboundMailRead.model_validate(dict(row))


async def waiting_inbound(connection: AsyncConnection, actor: Actor) -> Members:
    """How much mail waits to be read and since when, waits for a person, or could not be read this week."""
    mail = InboundMail
    waiting, recent = mail.fate == Fate.waiting, mail.received_at > func.now() - timedelta(days=7)
    statement = select(
        func.count().filter(waiting).label("waiting"),
        func.min(mail.received_at).filter(waiting).label("oldest"),
        func.count().filter(mail.fate == Fate.held).label("held"),
        func.count().filter(mail.fate == Fate.unreadable, recent).label("unreadable"),
    ).where(seen_by(actor), mail.fate.in_((Fate.waiting, Fate.held, Fate.unreadable)))
    return dict((await connection.execute(statement)).mappings().one())


async def raw_inbound(connection: AsyncConnection, actor: Actor, inbound_mail_id: int) -> bytes:
    """The bytes of a received mail. Raises `NotFound`."""
    same = InboundContent.inbound_mail_id == InboundMail.id
    statement = select(InboundContent.raw).join(InboundMail, same)
    raw = await connection.scalar(statement.where(seen_by(actor), InboundMail.id == inbound_mail_id))
    if raw is None:
        raise NotFound
    return raw


def ledger_conditions(chosen: LedgerFilter) -> list[ColumnElement[bool]]:
    """What the rows of the ledger have to be for a filter to find them."""
    mail = InboundMail
    exact = {"mailbox_id": mail.mailbox_id, "ticket_id": mail.ticket_id, "ban_id": mail.ban_id}
    found: list[ColumnElement[bool]] = [mail.fate.in_(chosen.fate)] if chosen.fate else []
    found += [
        column == getattr(chosen, name) for name, column in exact.items() if getattr(chosen, name) is not None
    ]
    if chosen.rule_id is not None:
        found += [mail.rule_ids != [], mail.rule_ids.contains([chosen.rule_id])]
    if chosen.sender:
        found.append(_has(chosen.sender, mail.address, mail.sender))
    if chosen.subject:
        found.append(_has(chosen.subject, mail.subject))
    if chosen.internet_id:
        found += [mail.internet_id == plain_id(chosen.internet_id), mail.internet_id != ""]
    if chosen.received_after is not None:
        found.append(mail.received_at >= chosen.received_after)
    if chosen.received_before is not None:
        found.append(mail.received_at < chosen.received_before)
    if chosen.q:
        found.append(_has(chosen.q, mail.subject, mail.address))
    return found


def _has(part: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(*(column.icontains(part, autoescape=True) for column in columns))


async def page_of_replays(
    connection: AsyncConnection, actor: Actor, *, cursor: str | None, limit: int
) -> Page[ReplayRead]:
    """A page of what was read once more, the newest first."""
    statement = _replays(actor)
    if cursor is not None:
        statement = statement.where(InboundReplay.id < decode_cursor(cursor, int)[0])
    found = await connection.execute(statement.order_by(InboundReplay.id.desc()).limit(limit + 1))
    rows = found.mappings().all()
    more = encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None
    items = [ReplayRead.model_validate(dict(row)) for row in rows[:limit]]
    return Page[ReplayRead](items=items, next_cursor=more, total=None)


async def one_replay(connection: AsyncConnection | AsyncSession, actor: Actor, replay_id: int) -> ReplayRead:
    """How far the reading of many mails is. Raises `NotFound`."""
    found = await connection.execute(_replays(actor).where(InboundReplay.id == replay_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound
    return ReplayRead.model_validate(dict(row))


def _replays(actor: Actor) -> Select[*tuple[Any, ...]]:
    """What was read once more, with what has become of it by now; for admins."""
    mine = InboundMail.replay_id == InboundReplay.id
    fate = InboundMail.fate
    done = {
        "waiting": fate == Fate.waiting,
        "accepted": fate == Fate.accepted,
        "others": fate.not_in([Fate.waiting, Fate.accepted]),
    }
    counts = (
        select(func.count()).where(mine, so).correlate(InboundReplay).scalar_subquery().label(name)
        for name, so in done.items()
    )
    columns = (InboundReplay.id, InboundReplay.created_at, InboundReplay.ordered_by_id, InboundReplay.mails)
    return select(*columns, *counts).where(true() if actor.level is Level.admin else false())
