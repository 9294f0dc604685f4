"""The ticket matrix: in which scopes of tickets an agent's permissions open an act (domain.md section 4)."""

from functools import lru_cache
from typing import Final

from deskbell.core.auth import Act
from deskbell.permissions.registry import ALWAYS_VIEWED, TICKET_SCOPES, VIEWED_WHEN_GRANTED

_NEEDED: Final[dict[Act, tuple[str, ...]]] = {
    Act.view: (),
    Act.follow: (),
    Act.add_followers: ("note",),
    Act.copy_to: ("reply",),
    Act.solve: ("set_status",),
    Act.restore: ("delete",),
}
"""What an act needs beside sight, where that is not the permission of its own name."""


def needs_of(act: Act) -> tuple[str, ...]:
    """The words of the permissions without which the act is open in no scope; sight is not among them."""
    return _NEEDED.get(act, (str(act),))


@lru_cache(maxsize=5000)
def scopes_of(permissions: frozenset[str], act: Act) -> frozenset[str]:
    """The scopes in which the act is open. An act needs sight in the same scope."""
    seen = [*ALWAYS_VIEWED, *(each for each in VIEWED_WHEN_GRANTED if f"tickets.view.{each}" in permissions)]
    return frozenset(
        scope for scope in seen if all(f"tickets.{each}.{scope}" in permissions for each in needs_of(act))
    )


@lru_cache(maxsize=5000)
def part_of(permissions: frozenset[str], act: Act) -> frozenset[str]:
    """What of the permissions decides about the act: agents who differ otherwise share its statements."""
    names = {*needs_of(act), "view"}
    return permissions & {f"tickets.{each}.{scope}" for each in names for scope in TICKET_SCOPES}
