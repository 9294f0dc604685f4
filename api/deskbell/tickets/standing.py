"""How a ticket stands to an agent, in Python: for the live stream and for what may be done with one ticket.

`queries.may` says the same in SQL; property tests hold the two equal (T04).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from deskbell.core.auth import Act, Actor, Level
from deskbell.permissions.matrix import scopes_of

CUSTOMER_ACTS: Final = frozenset({Act.view, Act.reply, Act.solve, Act.set_private})
LINK_ACTS: Final = CUSTOMER_ACTS - {Act.set_private}
LET_IN_FOR: Final = frozenset({Act.view, Act.follow, Act.reply, Act.note, Act.add_followers, Act.copy_to})
"""What somebody may do who was let in to one ticket, as far as they may with their own."""
TICKET_ACTS: Final = (
    Act.view,
    Act.reply,
    Act.note,
    Act.set_fields,
    Act.set_status,
    Act.solve,
    Act.take,
    Act.assign,
    Act.move,
    Act.label,
    Act.follow,
    Act.link,
    Act.delete,
    Act.restore,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket is now, and whose it is. `let_in`: who was let in to this ticket alone.

    `customers`: who sees it beside its requester, by their organization or as a follower.
    """

    ticket_id: int
    department_id: int
    requester_id: int
    assignee_id: int | None = None
    team_id: int | None = None
    followers: frozenset[int] = frozenset()
    let_in: frozenset[int] = frozenset()
    deleted: bool = False
    customers: frozenset[int] = frozenset()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """The place in a row of `reading.find_row`, which has followers and let-in people by name."""
        return cls(
            row["id"],
            row["department_id"],
            row["requester_id"],
            row["assignee_id"],
            row["team_id"],
            frozenset(each["id"] for each in row["followers"] or ()),
            frozenset(each["id"] for each in row["let_in"] or ()),
            row["deleted_at"] is not None,
        )


def scopes_in(actor: Actor, place: Place) -> frozenset[str]:
    """The scopes of the ticket matrix in which this ticket is for the agent."""
    found = {
        "mine": place.assignee_id == actor.user_id,
        "team": place.team_id in actor.teams,
        "followed": actor.user_id in place.followers,
        "unassigned": place.assignee_id is None and place.department_id in actor.departments,
        "others": place.assignee_id not in {None, actor.user_id} and place.department_id in actor.departments,
    }
    return frozenset(scope for scope, is_in in found.items() if is_in)


def agent_may(actor: Actor, place: Place, act: Act) -> bool:
    """Whether the agent may do this act on the ticket, whatever its state; rights add up over scopes."""
    open_in = scopes_of(actor.permissions, act)
    if open_in & scopes_in(actor, place):
        return True
    return act in LET_IN_FOR and "mine" in open_in and actor.user_id in place.let_in


def acts_on(actor: Actor, place: Place) -> frozenset[Act]:
    """The acts that the actor may do on a ticket that they can view; what `can` is made of."""
    acts = {Act.restore} if place.deleted else set(TICKET_ACTS) - {Act.restore}
    if actor.level is Level.agent:
        acts = {act for act in acts if agent_may(actor, place, act)}
    return frozenset(acts)


def audience_includes(actor: Actor, place: Place) -> bool:
    """`may(actor)` for one ticket: the live stream's index."""
    if place.deleted:
        return False
    if actor.kind == "system" or actor.level is Level.admin:
        return True
    if actor.level is Level.agent:
        return agent_may(actor, place, Act.view)
    if actor.kind == "link":
        return place.ticket_id == actor.ticket_id and place.requester_id == actor.user_id
    return actor.level is Level.user and actor.user_id in {place.requester_id, *place.customers}
