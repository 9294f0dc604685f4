"""Who learns of an event: the entries of the index of streams under which its hint is handed out.

A stream stands under what its actor may see; the rule is `visible_to`'s, said the other way round, and a test
holds the two equal (T04). What is internal never reaches a customer (T60).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.auth import Actor, Level
from deskbell.events.reading import LoggedEvent
from deskbell.tickets.events import TicketDeleted, TicketDepartmentChanged
from deskbell.tickets.queries import system_audience

Key = tuple[str | int, ...]
Hint = tuple[LoggedEvent, frozenset[Key]]

ADMINS: Key = ("admins",)
STAFF: Key = ("staff",)
EVERYONE: Key = ("everyone",)
OWN_SUBJECT = "user"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket is now."""

    ticket_id: int
    department_id: int
    requester_id: int
    deleted: bool


def keys_of(actor: Actor) -> frozenset[Key]:
    """The entries under which this actor's streams stand."""
    if actor.kind == "link":
        return frozenset({("link", actor.ticket_id or 0, actor.account_id)})
    keys: set[Key] = {EVERYONE, ("user", actor.account_id)}
    if actor.level is Level.user:
        keys.add(("requester", actor.account_id))
    elif actor.level is Level.agent:
        keys |= {STAFF, *(("department", department_id) for department_id in actor.departments)}
    else:
        keys |= {STAFF, ADMINS}
    return frozenset(keys)


def viewers(place: Place) -> frozenset[Key]:
    """Who may view the ticket."""
    if place.deleted:
        return frozenset()
    return _staff_of(place.department_id) | {
        ("requester", place.requester_id),
        ("link", place.ticket_id, place.requester_id),
    }


async def hints_of(connection: AsyncConnection, events: Sequence[LoggedEvent]) -> list[Hint]:
    """The events with those who learn of them, by where the tickets are now."""
    numbers = {event.ticket_id for event in events if event.ticket_id is not None}
    rows = await system_audience(connection, sorted(numbers)) if numbers else []
    places = {row.id: Place(row.id, row.department_id, row.requester_id, row.deleted) for row in rows}
    return [(event, _audience(event, places)) for event in events]


def _audience(event: LoggedEvent, places: dict[int, Place]) -> frozenset[Key]:
    if event.ticket_id is not None:
        place = places.get(event.ticket_id)
        return _of_ticket(event, place) if place is not None else frozenset()
    if event.subject_type == OWN_SUBJECT:
        owner: Key = ("user", event.subject_id)
        return frozenset({owner, STAFF} if event.type.startswith("user.") else {owner})
    if "user_id" in event.data:
        return frozenset({("user", event.data["user_id"])})
    return frozenset({STAFF} if event.internal else {EVERYONE})


def _of_ticket(event: LoggedEvent, place: Place) -> frozenset[Key]:
    """Who sees the ticket; of what is internal, only staff; and the staff that lost it by this event."""
    if event.type == TicketDeleted.type:
        return _staff_of(place.department_id)
    keys = viewers(place)
    if event.internal:
        keys &= _staff_of(place.department_id)
    if event.type == TicketDepartmentChanged.type and not place.deleted:
        keys |= _staff_of(event.data["before"])
    return keys


def _staff_of(department_id: int) -> frozenset[Key]:
    return frozenset({ADMINS, ("department", department_id)})
