"""The list of events for admins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.audit.naming import NAMES, REVERTIBLE, UNTOLD, in_words, kind_of, numbers_in, wanted
from deskbell.audit.schemas import AuditActor, AuditDetail, AuditEvent, AuditThing
from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.events.models import StoredEvent

Names = Mapping[str, Mapping[int, str]]
_COLUMNS = (
    StoredEvent.id,
    StoredEvent.at,
    StoredEvent.type,
    StoredEvent.actor_kind,
    StoredEvent.actor_id,
    StoredEvent.behind_id,
    StoredEvent.subject_type,
    StoredEvent.subject_id,
    StoredEvent.ticket_id,
    StoredEvent.data,
    StoredEvent.request_id,
    StoredEvent.cause_id,
)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What the list is narrowed to; a type that ends with a dot stands for its whole area."""

    types: Sequence[str] = ()
    actor_id: int | None = None
    subject_type: str | None = None
    subject_id: int | None = None
    ticket_id: int | None = None
    tickets: bool | None = None
    since: datetime | None = None
    before: datetime | None = None


async def page_of_events(
    connection: AsyncConnection, actor: Actor, chosen: EventFilter, *, cursor: str | None, limit: int
) -> Page[AuditEvent]:
    """A page of events, the newest first, with names as of now; for admins."""
    seen = true() if actor.level >= Level.admin else false()
    statement = select(*_COLUMNS).where(seen, *_conditions(chosen)).order_by(StoredEvent.id.desc())
    if cursor is not None:
        statement = statement.where(StoredEvent.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.limit(limit + 1))).all()
    shown = rows[:limit]
    names = await _names(connection, shown)
    more = encode_cursor(shown[-1].id) if len(rows) > limit else None
    return Page[AuditEvent](items=[_read(row, names) for row in shown], next_cursor=more, total=None)


def _conditions(chosen: EventFilter) -> list[ColumnElement[bool]]:
    equal = {
        StoredEvent.actor_id: chosen.actor_id,
        StoredEvent.subject_type: chosen.subject_type,
        StoredEvent.subject_id: chosen.subject_id,
        StoredEvent.ticket_id: chosen.ticket_id,
    }
    found = [column == value for column, value in equal.items() if value is not None]
    if chosen.types:
        found.append(_of_types(chosen.types))
    if chosen.tickets is not None:
        found.append(
            StoredEvent.ticket_id.is_not(None) if chosen.tickets else StoredEvent.ticket_id.is_(None)
        )
    if chosen.since is not None:
        found.append(StoredEvent.at >= chosen.since)
    if chosen.before is not None:
        found.append(StoredEvent.at < chosen.before)
    return found


def _of_types(types: Sequence[str]) -> ColumnElement[bool]:
    areas = [each for each in types if each.endswith(".")]
    condition: ColumnElement[bool] = StoredEvent.type.in_([each for each in types if each not in areas])
    for area in areas:
        condition |= StoredEvent.type.startswith(area, autoescape=True)
    return condition


async def _names(connection: AsyncConnection, rows: Sequence[Row[*tuple[Any, ...]]]) -> Names:
    """What everything in these events is called now; one question for each kind of thing."""
    numbers = wanted(
        (row.type, row.subject_type, row.subject_id, (row.actor_id, row.behind_id), row.data) for row in rows
    )
    found: dict[str, dict[int, str]] = {}
    for kind, ids in numbers.items():
        number, name = NAMES[kind]
        statement: Select[int, str] = select(number, name).where(number.in_(ids))
        found[kind] = {row[0]: row[1] for row in await connection.execute(statement)}
    return found


def _read(row: Any, names: Names) -> AuditEvent:  # noqa: ANN401 - a row of _COLUMNS
    def thing(kind: str, number: int) -> AuditThing:
        return AuditThing(kind=kind, id=number, name=names.get(kind, {}).get(number))

    own = f"{row.subject_type}_id"
    details = []
    for member, value in row.data.items():
        if member in UNTOLD or member in {own, "ticket_id"}:
            continue
        kind = kind_of(row.type, member)
        things = [] if kind is None else [thing(kind, number) for number in numbers_in(value)]
        words = in_words(row.type, value) if kind is None else []
        details.append(AuditDetail(member=member, things=things, values=words))
    return AuditEvent(
        id=row.id,
        at=row.at,
        type=row.type,
        actor=AuditActor(kind=row.actor_kind, id=row.actor_id, name=names.get("user", {}).get(row.actor_id)),
        behind=None if row.behind_id is None else thing("user", row.behind_id),
        subject=thing(row.subject_type, row.subject_id),
        ticket_id=row.ticket_id,
        details=details,
        request_id=row.request_id,
        cause_id=row.cause_id,
        revertible=row.type in REVERTIBLE and not row.data.get("by_rule"),
    )
