"""The history of a ticket: its events, told with names at the time of reading."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.events.event import TYPES
from deskbell.events.models import StoredEvent
from deskbell.organizations.models import Organization
from deskbell.tickets.dimensions import Dimensions, Lookup
from deskbell.tickets.events import TicketOrganizationChanged
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import may
from deskbell.tickets.schemas import HistoryActor, HistoryEntry
from deskbell.users.models import User

PERSON_MEMBERS = {
    "ticket.assignee_changed": ("before", "after"),
    "ticket.requester_changed": ("before", "after"),
    "ticket.follower_added": ("user_id",),
    "ticket.follower_removed": ("user_id",),
}


async def history_page(
    connection: AsyncConnection,
    actor: Actor,
    ticket_id: int,
    lookup: Lookup,
    *,
    cursor: str | None,
    limit: int,
) -> Page[HistoryEntry]:
    """One page of what happened, the oldest first; customers get no internal event (T60)."""
    types = [
        name
        for name, kind in TYPES.items()
        if name.startswith("ticket.") and (actor.is_staff or not kind.internal)
    ]
    seen = select(Ticket.id).where(may(actor), Ticket.id == ticket_id)
    agent = aliased(User)
    statement = (
        select(StoredEvent, User.name.label("actor_name"), agent.name.label("behind_name"))
        .outerjoin(User, User.id == StoredEvent.actor_id)
        .outerjoin(agent, agent.id == StoredEvent.behind_id)
        .where(StoredEvent.ticket_id.in_(seen), StoredEvent.type.in_(types))
        .order_by(StoredEvent.id)
        .limit(limit + 1)
    )
    if cursor is not None:
        (after,) = decode_cursor(cursor, int)
        statement = statement.where(StoredEvent.id > after)
    rows = (await connection.execute(statement)).all()
    shown = rows[:limit]
    people, known = await _people(connection, shown), await lookup.all()
    places = await _organizations(connection, shown)
    more = encode_cursor(shown[-1].id) if len(rows) > limit else None
    return Page[HistoryEntry](
        items=[_entry(row, people, known, places) for row in shown], next_cursor=more, total=None
    )


async def _people(
    connection: AsyncConnection, rows: Sequence[Row[StoredEvent, str, str]]
) -> dict[int, Members]:
    """The names of the people whom the events are about."""
    numbers = {row.data.get(member) for row in rows for member in PERSON_MEMBERS.get(row.type, ())} - {None}
    if not numbers:
        return {}
    found = await connection.execute(select(User.id, User.name).where(User.id.in_(numbers)))
    return {row.id: {"id": row.id, "name": row.name} for row in found}


async def _organizations(
    connection: AsyncConnection, rows: Sequence[Row[StoredEvent, str, str]]
) -> dict[int, Members]:
    """The names of the organizations that the ticket was moved between."""
    moved = [row.data for row in rows if row.type == TicketOrganizationChanged.type]
    numbers = {data[member] for data in moved for member in ("before", "after")} - {None}
    if not numbers:
        return {}
    named = select(Organization.id, Organization.name).where(Organization.id.in_(numbers))
    return {row.id: {"id": row.id, "name": row.name} for row in await connection.execute(named)}


def _entry(
    row: Row[StoredEvent, str, str],
    people: dict[int, Members],
    known: Dimensions,
    organizations: dict[int, Members],
) -> HistoryEntry:
    before, after = _change(row.type, row.data, people, known, organizations)
    return HistoryEntry(
        id=row.id,
        type=row.type,
        at=row.at,
        actor=HistoryActor(
            kind=row.actor_kind,
            id=row.actor_id,
            name=row.actor_name,
            behind=None if row.behind_name is None else Ref(id=row.behind_id, name=row.behind_name),
        ),
        before=before,
        after=after,
        message_id=row.data.get("message_id"),
    )


def _change(
    kind: str,
    data: dict[str, Any],
    people: dict[int, Members],
    known: Dimensions,
    organizations: dict[int, Members],
) -> tuple[Ref | None, Ref | None]:
    """What it was and what it became, by name; a thing that is gone is left out."""
    named: dict[str, dict[int, Members]] = {
        "ticket.status_changed": known.status_refs,
        "ticket.team_changed": known.teams,
        "ticket.department_changed": known.departments,
        "ticket.priority_changed": known.priorities,
        "ticket.type_changed": known.types,
        "ticket.assignee_changed": people,
        "ticket.requester_changed": people,
        "ticket.organization_changed": organizations,
    }
    if kind in named:
        return _ref(named[kind].get(data["before"])), _ref(named[kind].get(data["after"]))
    if "label_id" in data:
        label = _ref(known.labels.get(data["label_id"]))
        return (None, label) if kind.endswith("added") else (label, None)
    if kind.startswith("ticket.follower_"):
        person = _ref(people.get(data["user_id"]))
        return (None, person) if kind.endswith("added") else (person, None)
    return None, None


def _ref(thing: Members | None) -> Ref | None:
    return None if thing is None else Ref(id=thing["id"], name=thing["name"])
