"""What customers see and do on tickets: their own, those they follow, and what their organizations share.

The rules of organizations are `organizations.sight`'s; here they meet the ticket. A private ticket is its
requester's alone, among customers.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Label,
    Row,
    Select,
    bindparam,
    exists,
    false,
    func,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor, Level
from deskbell.organizations.sight import SHARED_ACTS, organizations_seen, viewers_of
from deskbell.tickets.models import Ticket, TicketFollower
from deskbell.tickets.standing import CUSTOMER_ACTS, LINK_ACTS
from deskbell.users.models import UserAddress


def customer_reach(actor: Actor, act: Act) -> ColumnElement[bool]:
    """How far the rights of a customer, or of a link to one ticket, reach."""
    user_id = bindparam("actor_user_id", actor.user_id, type_=BigInteger)
    if actor.kind == "link":
        ticket_id = bindparam("actor_ticket_id", actor.ticket_id, type_=BigInteger)
        own = (Ticket.id == ticket_id) & (Ticket.requester_id == user_id)
        return own if act in LINK_ACTS else false()
    if actor.level is not Level.user or act not in CUSTOMER_ACTS:
        return false()
    mine = Ticket.requester_id == user_id
    if act not in SHARED_ACTS:
        return mine
    theirs = shared(user_id, act)
    if act is Act.view:
        theirs |= Ticket.id == func.any(func.array(_followed(user_id).scalar_subquery()))
    return mine | (theirs & Ticket.private.is_(False))


def shared(user_id: ColumnElement[int], act: Act) -> ColumnElement[bool]:
    """Whether a ticket is of an organization that gives this person this act on its tickets.

    As an array, for which an index of tickets can be used beside that of the requester.
    """
    seen = func.array(organizations_seen(user_id, act).scalar_subquery(), type_=ARRAY(BigInteger))
    return Ticket.organization_id == func.any(seen)


Rule = Callable[[Actor, Act], ColumnElement[bool]]
First = Callable[[ColumnElement[bool]], Select[*tuple[Any, ...]]]
"""The numbers of the first tickets of a list for which this holds, besides all that the list asks."""


def customers_first(actor: Actor, first: First) -> ColumnElement[list[int]]:
    """The numbers of the tickets that a customer's list begins with, and more: none of them is missing.

    Each part of `customer_reach` by itself, and each organization by itself: for each of these there is an
    index in the order of the list, and for all of them together there is none.
    """
    user_id = bindparam("actor_user_id", actor.user_id, type_=BigInteger)
    seen = organizations_seen(user_id, Act.view).subquery("seen")
    theirs = first((Ticket.organization_id == seen.c.organization_id) & Ticket.private.is_(False))
    of_each = theirs.correlate(seen).lateral("of_each")
    parts = [
        first(Ticket.requester_id == user_id),
        first(Ticket.id == func.any(func.array(_followed(user_id).scalar_subquery()))),
    ]
    numbers = union_all(
        *(select(part.correlate(None).subquery().c.id) for part in parts),
        select(of_each.c.id).select_from(seen.join(of_each, true())),
    )
    return func.array(numbers.scalar_subquery(), type_=ARRAY(BigInteger))


def _followed(user_id: ColumnElement[int]) -> Select[int]:
    """The tickets that the person follows; a follower sees once one of their addresses is verified."""
    proven = exists().where(UserAddress.user_id == user_id, UserAddress.verified_at.is_not(None))
    return select(TicketFollower.ticket_id).where(TicketFollower.user_id == user_id, proven)


def customer_can(reach: Actor, rule: Rule) -> list[Label[Any]]:
    """What a customer may do on each ticket by the rule of sight, as columns for `acts_of_row`."""
    return [rule(reach, act).label(f"may_{act}") for act in sorted(CUSTOMER_ACTS - {Act.view})]


def acts_of_row(row: Mapping[str, Any], actor: Actor) -> frozenset[Act]:
    """The acts that a customer may do on this ticket, which they can view; all of them on a new one."""
    acts = LINK_ACTS if actor.kind == "link" else CUSTOMER_ACTS
    return frozenset(act for act in acts if row.get(f"may_{act}", True))


async def system_customers(
    connection: AsyncConnection | AsyncSession, ticket_ids: Sequence[int]
) -> Sequence[Row[int, int]]:
    """(ticket, user): the customers who see these tickets without having requested them.

    It is `customer_reach` for `view`, asked from the tickets' side; a test holds the two equal (T04).
    """
    asked = Ticket.id.in_(ticket_ids) & Ticket.private.is_(False)
    open_ones = select(Ticket.id, Ticket.organization_id).where(asked).cte("open_ones")
    owners = select(open_ones.c.organization_id).scalar_subquery()
    viewers = viewers_of(func.array(owners, type_=ARRAY(BigInteger))).subquery()
    of_organization = select(open_ones.c.id, viewers.c.user_id).join(
        viewers, viewers.c.organization_id == open_ones.c.organization_id
    )
    proven = exists().where(
        UserAddress.user_id == TicketFollower.user_id, UserAddress.verified_at.is_not(None)
    )
    followers = (
        select(open_ones.c.id, TicketFollower.user_id)
        .join(TicketFollower, TicketFollower.ticket_id == open_ones.c.id)
        .where(proven)
    )
    return (await connection.execute(union(of_organization, followers))).all()
