"""What is stored of somebody and of a thing, as the formulas look at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from deskbell.core.auth import Level


@dataclass(frozen=True, slots=True)
class Opened:
    """Access to a department, as it was given."""

    department_id: int
    access: str
    with_children: bool


@dataclass(frozen=True, slots=True)
class AgentGroupFacts:
    """A group of agents; `permissions` are all that it opens, whatever is stored for that."""

    id: int
    kind: str
    joined: bool
    expired: bool
    permissions: frozenset[str]
    departments: tuple[Opened, ...]


@dataclass(frozen=True, slots=True)
class UserGroupFacts:
    """A group of customers, and whether this person has a row in it."""

    id: int
    kind: str
    joined: bool
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with all that is granted to them; a guest has no number. `level` is the account's own."""

    user_id: int | None
    level: Level
    enabled: bool
    expired: bool
    claimed: bool
    verified: bool
    permissions: frozenset[str]
    departments: tuple[Opened, ...]
    teams: frozenset[int]
    agent_groups: tuple[AgentGroupFacts, ...]
    user_groups: tuple[UserGroupFacts, ...]

    def counts(self, group: UserGroupFacts) -> bool:
        """Whether the group's own permissions are this person's."""
        if group.kind == "everyone" or group.joined:
            return True
        own = any(each.joined for each in self.user_groups)
        return group.kind == "registered" and self.user_id is not None and (self.claimed or own)


def guest_of(groups: tuple[UserGroupFacts, ...]) -> Account:
    """Whoever is not signed in."""
    return Account(
        user_id=None,
        level=Level.guest,
        enabled=True,
        expired=False,
        claimed=False,
        verified=False,
        permissions=frozenset(),
        departments=(),
        teams=frozenset(),
        agent_groups=(),
        user_groups=groups,
    )


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """An organization, what it shares, and what somebody is in it.

    `role` is null for whoever has no membership. `presumed`: a verified address is of its domain;
    `presumable`: any address is.
    """

    id: int
    modes: Mapping[str, str]
    role: str | None
    delegated: bool
    named: bool
    presumed: bool
    presumable: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category or an article, with the groups that it is for."""

    kind: str
    id: int
    audience: str
    groups: frozenset[int]
    published: bool = True
