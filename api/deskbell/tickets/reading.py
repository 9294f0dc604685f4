"""One ticket as it is answered."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Label, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from deskbell.core.answers import Members
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.pagination import Page, whole
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotFound
from deskbell.tickets.customers import acts_of_row, customer_can
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.listing import summaries
from deskbell.tickets.models import StatusKind, Ticket, TicketCopy, TicketFollower, TicketGrant, TicketHint
from deskbell.tickets.queries import in_reach, may, reach_of, rights
from deskbell.tickets.schemas import TicketCan, TicketCopyRead
from deskbell.tickets.shown import TicketRow, summary
from deskbell.tickets.standing import Place, acts_on
from deskbell.user_groups.queries import system_accounts_holding
from deskbell.users.models import User

CLOSE, REOPEN = "tickets.close", "tickets.reopen"
MOST_NAMED = 20
CLERK = Actor(kind="system", level=Level.admin)
NOTHING_YET: dict[str, Any] = {
    "assignee_name": None,
    **dict.fromkeys(("label_ids", "followers", "let_in", "copied", "continued_by", "hints"), ()),
}
_CAN = tuple(TicketCan.model_fields)
_TICKET_ID = bindparam("ticket_id", type_=BigInteger)
_PERSON = func.jsonb_build_object("id", User.id, "name", User.name)
_FOLLOWERS, _LET_IN = (
    select(func.jsonb_agg(aggregate_order_by(_PERSON, User.name, User.id), type_=JSONB))
    .join(table, table.user_id == User.id)
    .where(table.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
    for table in (TicketFollower, TicketGrant)
)
_COPIED = (
    select(func.array_agg(aggregate_order_by(TicketCopy.address, TicketCopy.id)))
    .where(TicketCopy.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
)


_LATER = aliased(Ticket, name="later")
_CONTINUED_BY = func.array(
    select(_LATER.id)
    .where(_LATER.continues_id == Ticket.id)
    .order_by(_LATER.id.desc())
    .limit(literal_column(str(MOST_NAMED)))
    .correlate(Ticket)
    .scalar_subquery()
)
_HINTS = func.array(
    select(TicketHint.related_id)
    .where(TicketHint.ticket_id == Ticket.id)
    .order_by(TicketHint.related_id.desc())
    .limit(literal_column(str(MOST_NAMED)))
    .correlate(Ticket)
    .scalar_subquery()
)


@lru_cache(maxsize=100)
def _one(reach: Actor, act: Act) -> Prepared:
    columns: list[Label[Any]] = [_FOLLOWERS.label("followers"), _CONTINUED_BY.label("continued_by")]
    if reach.level is Level.user:
        columns += customer_can(reach, in_reach)
    if reach.is_staff:
        columns += [_COPIED.label("copied"), _HINTS.label("hints"), _LET_IN.label("let_in")]
    return Prepared(summaries(reach, act).add_columns(*columns).where(Ticket.id == _TICKET_ID))


@lru_cache(maxsize=50)
def _others(reach: Actor) -> Prepared:
    """Other tickets by number, as far as the actor may see them."""
    columns = (Ticket.id, Ticket.reference, Ticket.subject)
    named = Ticket.id == func.any(bindparam("ticket_ids", type_=ARRAY(BigInteger)))
    return Prepared(select(*columns).where(may(reach), named))


async def find_row(source: Source, actor: Actor, ticket_id: int) -> TicketRow:
    """The ticket's row. 404 when the actor can't see it; whoever may restore it sees a deleted one."""
    values = rights(actor) | {"ticket_id": ticket_id}
    row = await _one(reach_of(actor), Act.view).one_or_none(source, values)
    if row is None and actor.is_staff:
        row = await _one(reach_of(actor, Act.restore), Act.restore).one_or_none(source, values)
    if row is None:
        raise NotFound
    return row


async def read_ticket(source: Source, actor: Actor, ticket_id: int, lookup: Lookup) -> Members:
    """The ticket with what this actor may do: the members of a `TicketRead`. 404 when they can't see it."""
    return await members_of(source, actor, await find_row(source, actor, ticket_id), lookup)


async def read_changed(source: Source, actor: Actor, ticket_id: int, lookup: Lookup) -> Members:
    """`read_ticket` just after the actor changed it: a last look where the change took it out of sight."""
    try:
        row = await find_row(source, actor, ticket_id)
    except NotFound:
        row = await find_row(source, CLERK, ticket_id)
    return await members_of(source, actor, row, lookup)


async def read_opened(
    source: Source, actor: Actor, ticket: Ticket, requester: dict[str, str | None], lookup: Lookup
) -> Members:
    """`read_ticket` for a ticket that the actor has just opened: nothing of it is read again."""
    row = ticket.__dict__ | NOTHING_YET | requester
    return await members_of(source, actor, row, lookup)


async def members_of(source: Source, actor: Actor, row: TicketRow, lookup: Lookup) -> Members:
    """A row of `find_row` as this actor gets it."""
    known = await lookup.told(source, actor, [row])
    acts = acts_on(actor, Place.of(row)) if actor.is_staff else await _customer_acts(source, actor, row)
    hints = row["hints"] if actor.is_staff else []
    others = await _seen_others(source, actor, [row["continues_id"], *row["continued_by"], *hints])
    return summary(row, actor, known) | {
        "can": {name: name in acts for name in _CAN},
        "followers": row["followers"] or [] if actor.is_staff else [],
        "let_in": row["let_in"] or [] if actor.is_staff else [],
        "copied": row["copied"] or [] if actor.is_staff else [],
        "continues": others.get(row["continues_id"]),
        "continued_by": [others[number] for number in row["continued_by"] if number in others],
        "maybe_related": [others[number] for number in hints if number in others],
    }


async def _customer_acts(source: Source, actor: Actor, row: TicketRow) -> frozenset[Act]:
    """What a customer's groups let them do with this ticket of theirs."""
    held = (await system_accounts_holding(source, [actor.account_id], (CLOSE, REOPEN)))[actor.account_id]
    reopens = row["status_kind"] == StatusKind.solved
    withheld = {Act.solve: CLOSE not in held, Act.reply: reopens and REOPEN not in held}
    return acts_of_row(row, actor) - {act for act, is_withheld in withheld.items() if is_withheld}


async def _seen_others(source: Source, actor: Actor, named: Sequence[int | None]) -> dict[int, Members]:
    """Those of the named tickets that the actor may see, by number."""
    numbers = [number for number in named if number is not None]
    if not numbers:
        return {}
    rows = await _others(reach_of(actor)).all(source, rights(actor) | {"ticket_ids": numbers})
    return {row["id"]: dict(row) for row in rows}


async def copies_page(connection: AsyncConnection, actor: Actor, ticket_id: int) -> Page[TicketCopyRead]:
    """The addresses that get a ticket's public replies, too. 404 when the actor can't see it."""
    if await connection.scalar(select(Ticket.id).where(may(actor), Ticket.id == ticket_id)) is None:
        raise NotFound
    columns = (TicketCopy.id, TicketCopy.address, TicketCopy.created_at)
    rows = await connection.execute(
        select(*columns).where(TicketCopy.ticket_id == ticket_id).order_by(TicketCopy.id)
    )
    return whole([TicketCopyRead.model_validate(dict(row)) for row in rows.mappings()])
