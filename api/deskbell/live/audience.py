"""Who learns of an event: the entries of the index of streams under which its hint is handed out.

A stream stands under what its actor may see; the rule is `visible_to`'s, said the other way round, and a test
holds the two equal (T04). What is internal never reaches a customer (T60).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor, Level
from deskbell.events.reading import LoggedEvent
from deskbell.permissions.matrix import scopes_of
from deskbell.tickets.customers import system_customers
from deskbell.tickets.events import (
    TicketAccessTaken,
    TicketAssigneeChanged,
    TicketDeleted,
    TicketDepartmentChanged,
    TicketFollowerRemoved,
    TicketTeamChanged,
)
from deskbell.tickets.queries import system_audience
from deskbell.tickets.standing import Place

Key = tuple[str | int | None, ...]
Hint = tuple[LoggedEvent, frozenset[Key]]

ADMINS: Key = ("admins",)
STAFF: Key = ("staff",)
EVERYONE: Key = ("everyone",)
OWN_SUBJECT = "user"


def keys_of(actor: Actor) -> frozenset[Key]:
    """The entries under which this actor's streams stand."""
    if actor.kind == "link":
        return frozenset({("link", actor.ticket_id, actor.account_id)})
    if actor.behind is not None:
        return frozenset({EVERYONE})  # the index knows what one person sees, not what two see both
    keys: set[Key] = {EVERYONE, ("user", actor.account_id)}
    if actor.level is Level.user:
        keys.add(("requester", actor.account_id))
    elif actor.level is Level.agent:
        keys |= {STAFF, ("agent", actor.account_id), *(("team", team_id) for team_id in actor.teams)}
        seen = scopes_of(actor.permissions, Act.view) & {"unassigned", "others"}
        keys |= {(scope, department_id) for scope in seen for department_id in actor.departments}
    else:
        keys |= {STAFF, ADMINS}
    return frozenset(keys)


def viewers(place: Place) -> frozenset[Key]:
    """Who may view the ticket."""
    if place.deleted:
        return frozenset()
    return _staff_of(place) | {
        ("requester", place.requester_id),
        ("link", place.ticket_id, place.requester_id),
        *(("requester", user_id) for user_id in place.customers),
    }


async def hints_of(connection: AsyncConnection, events: Sequence[LoggedEvent]) -> list[Hint]:
    """The events with those who learn of them, by where the tickets are now."""
    numbers = {event.ticket_id for event in events if event.ticket_id is not None}
    places = {place.ticket_id: place for place in await places_of(connection, sorted(numbers))}
    return [(event, _audience(event, places)) for event in events]


async def places_of(connection: AsyncConnection | AsyncSession, ticket_ids: Sequence[int]) -> list[Place]:
    """Where these tickets are now, and which customers see them beside their requesters."""
    if not ticket_ids:
        return []
    others: dict[int, set[int]] = defaultdict(set)
    for ticket_id, user_id in await system_customers(connection, ticket_ids):
        others[ticket_id].add(user_id)
    return [
        replace(place, customers=frozenset(others[place.ticket_id]))
        for place in await system_audience(connection, ticket_ids)
    ]


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
        return _staff_of(place)
    keys = viewers(place)
    if event.internal:
        keys &= _staff_of(place)
    return keys if place.deleted else keys | _who_lost(event, place)


def _staff_of(place: Place) -> frozenset[Key]:
    """The staff that sees a ticket there; whose it is counts as others' too, as they see it anyway."""
    scope = "unassigned" if place.assignee_id is None else "others"
    keys: set[Key] = {ADMINS, (scope, place.department_id)}
    people = place.followers | place.let_in | {place.assignee_id}
    keys |= {("agent", user_id) for user_id in people if user_id is not None}
    if place.team_id is not None:
        keys.add(("team", place.team_id))
    return frozenset(keys)


def _who_lost(event: LoggedEvent, place: Place) -> frozenset[Key]:
    """The staff that saw the ticket before this event, and may see it no more."""
    before: Any = event.data.get("before")
    if event.type == TicketDepartmentChanged.type:
        return frozenset({("unassigned", before), ("others", before)})
    if event.type == TicketAssigneeChanged.type:
        there = frozenset({("unassigned", place.department_id), ("others", place.department_id)})
        return there | ({("agent", before)} if before is not None else set())
    if event.type == TicketTeamChanged.type and before is not None:
        return frozenset({("team", before)})
    if event.type in {TicketFollowerRemoved.type, TicketAccessTaken.type}:
        return frozenset({("agent", event.data["user_id"])})
    return frozenset()
