"""What a right is made of: single grants, joined by *all of* and *any of*, and the smallest sets of them.

Grants only add up (domain.md section 3.1), so a formula of held and missing ones tells both why something is
allowed and what would allow it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

GrantKind = Literal[
    "level",
    "account_enabled",
    "account_not_expired",
    "account_claimed",
    "address_verified",
    "requester",
    "assignee",
    "follower",
    "let_in",
    "team_member",
    "permission",
    "department",
    "department_below",
    "agent_group_member",
    "agent_group_permission",
    "agent_group_department",
    "user_group_member",
    "user_group_permission",
    "audience",
    "article_published",
    "organization_member",
    "organization_named",
    "organization_manager",
    "organization_presumed",
    "organization_sharing",
    "ticket_not_private",
]
Thing = tuple[str, int]
MOST_GRANTS: Final = 5
MOST_SETS: Final = 200


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One grant. `things` are what it names, by kind and number; `value` a mode, a level or a right.

    `weight`: how much else comes with it; the lighter one is named first.
    """

    kind: GrantKind
    things: tuple[Thing, ...] = ()
    permission: str = ""
    value: str = ""
    weight: int = 0

    def number(self, kind: str) -> int:
        """The number of the thing of this kind that it names."""
        return next(number for name, number in self.things if name == kind)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A grant that is held, or that is not; `open`: it could be given."""

    grant: Grant
    held: bool
    open: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts are needed; without parts it holds."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts is enough; without parts it never holds."""

    parts: tuple["Node", ...] = ()


Node = Leaf | Every | Either
Sets = list[frozenset[Grant]]
HOLDS: Final = Every()
NEVER: Final = Either()
_NOTHING: Final[frozenset[Grant]] = frozenset()
_ORDER: Final = {kind: place for place, kind in enumerate(get_args(GrantKind))}


def every(*parts: Node) -> Every:
    """All of these."""
    return Every(parts)


def either(parts: Iterable[Node]) -> Either:
    """One of these."""
    return Either(tuple(parts))


def paths(node: Node) -> Sets:
    """The smallest sets of held grants each of which is enough; empty where nothing allows it."""
    return _solved(node, lambda leaf: [frozenset({leaf.grant})] if leaf.held else [])


def ways(node: Node) -> Sets:
    """The smallest sets of missing grants each of which would be enough, the shortest first."""
    return _solved(node, _missing)


def _missing(leaf: Leaf) -> Sets:
    if leaf.held:
        return [_NOTHING]
    return [frozenset({leaf.grant})] if leaf.open else []


def _solved(node: Node, leaf: Callable[[Leaf], Sets]) -> Sets:
    if isinstance(node, Leaf):
        return leaf(node)
    if isinstance(node, Either):
        return smallest(one for part in node.parts for one in _solved(part, leaf))
    found: Sets = [_NOTHING]
    for part in node.parts:
        more = _solved(part, leaf)
        found = smallest(first | second for first in found for second in more)
    return found


def smallest(sets: Iterable[frozenset[Grant]]) -> Sets:
    """The sets that hold no other one, in a steady order; those that are too long to help are left out."""
    found: Sets = []
    for one in sorted({each for each in sets if len(each) <= MOST_GRANTS}, key=_place):
        if not any(other <= one for other in found):
            found.append(one)
    return found[:MOST_SETS]


def _place(one: frozenset[Grant]) -> tuple[int, int, list[tuple[int, Grant]]]:
    return len(one), sum(each.weight for each in one), sorted((_ORDER[each.kind], each) for each in one)
