"""By which name a customer is told of a department: audiences restrict names, too (domain.md 3.1)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A department as customers are told of it: `group_ids` are its audience, none is everybody."""

    parent_id: int | None
    is_public: bool
    group_ids: frozenset[int]

    def is_for(self, groups: Collection[int]) -> bool:
        """Whether somebody of these groups may be told of it, as far as it goes by itself."""
        return self.is_public and (not self.group_ids or not self.group_ids.isdisjoint(groups))


def places_of(rows: Sequence[Mapping[str, Any]]) -> dict[int, Place]:
    """The departments by number, from rows with `id`, `parent_id`, `is_public` and `group_ids`."""
    return {row["id"]: Place(row["parent_id"], row["is_public"], frozenset(row["group_ids"])) for row in rows}


def is_open(places: Mapping[int, Place], number: int) -> bool:
    """Whether everybody may be told of the department."""
    return named_for(places, number, ()) == number


def named_for(places: Mapping[int, Place], number: int, groups: Collection[int]) -> int | None:
    """The department itself or the nearest above it that somebody of these groups may be told of; or none.

    What is above narrows: under a department that is not for them, none is.
    """
    chain = _upwards(places, number)
    named = None
    for each in reversed(chain):
        if not places[each].is_for(groups):
            break
        named = each
    return named


def _upwards(places: Mapping[int, Place], number: int) -> list[int]:
    found: list[int] = []
    here: int | None = number
    while here is not None and here in places and here not in found:
        found.append(here)
        here = places[here].parent_id
    return found
