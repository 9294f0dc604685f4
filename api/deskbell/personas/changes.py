"""What appears and what vanishes between two personas: asked of the API itself, for nothing is listed here.

Doors come from the document (`x-scope` of every operation), rights on a ticket from the ticket's own `can`,
and what is shown of it from what each of the two gets to read.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.core.read_pool import Reads
from deskbell.tickets.conversation import read_conversation
from deskbell.tickets.dimensions import Lookup

Document = dict[str, Any]
NOTHING = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Sight:
    """What one persona has: on this ticket, and what all doors lead to, by tag."""

    acts: frozenset[str] = NOTHING
    parts: frozenset[str] = NOTHING
    notes: int = 0
    doors: Counter[str] = field(default_factory=Counter)


def changes(before: Sight, after: Sight) -> dict[str, list[str]]:
    """The lines of the bar: what appeared and what vanished."""
    return {"appeared": _more(before, after), "vanished": _more(after, before)}


async def sight(
    document: Document, reads: Reads, lookup: Lookup, actor: Actor | None, ticket_id: int | None
) -> Sight:
    """What this actor has."""
    if actor is None:
        return Sight()
    doors = _doors(document, actor.level)
    if ticket_id is None or actor.level is Level.guest:
        return Sight(doors=doors)
    try:
        read = await read_conversation(reads, actor, ticket_id, lookup, lambda *_: "")
    except NotFound:
        return Sight(doors=doors)
    ticket: dict[str, Any] = read["ticket"]
    messages: list[dict[str, Any]] = read["messages"]["items"]
    return Sight(
        acts=frozenset(_words(act) for act, may in ticket["can"].items() if may),
        parts=frozenset(_words(name) for name in ticket["agent"] or ()),
        notes=sum(each["kind"] == "internal" for each in messages),
        doors=doors,
    )


def _more(less: Sight, more: Sight) -> list[str]:
    """What `more` has that `less` doesn't."""
    found = []
    if more.notes > less.notes:
        found.append(f"{more.notes - less.notes} internal note{'s' if more.notes - less.notes > 1 else ''}")
    if parts := sorted(more.parts - less.parts):
        found.append(f"shown of the ticket: {', '.join(parts)}")
    if acts := sorted(more.acts - less.acts):
        found.append(f"may be done with it: {', '.join(acts)}")
    doors = more.doors - less.doors
    if doors:
        named = [f"{tag} (+{count})" for tag, count in doors.most_common()]
        found.append(f"doors of the API: {', '.join(named)}")
    return found


def _doors(document: Document, level: Level) -> Counter[str]:
    operations = (operation for path in document["paths"].values() for operation in path.values())
    return Counter(
        operation["tags"][0]
        for operation in operations
        if isinstance(operation, dict)
        and Level[operation.get("x-scope", "admin")] <= level
        and operation.get("tags")
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
