"""Taking somebody out of an organization, with what that means for its tickets."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.organizations.members.actions.leave import leave, refuse_successor
from deskbell.tickets.actions.touch import touch
from deskbell.tickets.events import TicketFollowerRemoved, TicketRequesterChanged
from deskbell.tickets.models import Ticket, TicketFollower


async def remove_member(
    session: AsyncSession, actor: Actor, organization_id: int, user_id: int, hand_to: int | None
) -> None:
    """Take the person out: they see none of its tickets any more, those they followed included.

    The tickets that they requested stay theirs, unless `hand_to` names somebody of the organization who gets
    them. The caller has asked whether the actor looks after its people. Raises `NotFound`, `NotAllowed`.
    """
    if hand_to is not None:
        await refuse_successor(session, actor, organization_id, user_id, hand_to)
    await leave(session, actor, organization_id, user_id, hand_to)
    facts = [*await _end_following(session, organization_id, user_id)]
    if hand_to is not None:
        facts += await _hand_over(session, organization_id, user_id, hand_to)
    if facts:
        await session.flush()
        await record(session, actor, *facts)


async def _end_following(session: AsyncSession, organization_id: int, user_id: int) -> list[Event]:
    theirs = select(Ticket.id).where(
        Ticket.organization_id == organization_id, Ticket.requester_id != user_id
    )
    gone = delete(TicketFollower).where(
        TicketFollower.user_id == user_id, TicketFollower.ticket_id.in_(theirs)
    )
    numbers = sorted(await session.scalars(gone.returning(TicketFollower.ticket_id)))
    followed = await _locked(session, Ticket.id.in_(numbers)) if numbers else []
    return [
        TicketFollowerRemoved(ticket_id=each.id, version=touch(each), user_id=user_id) for each in followed
    ]


async def _locked(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[Ticket]:
    rows = select(Ticket).where(which).order_by(Ticket.id).with_for_update(key_share=True)
    return (await session.scalars(rows)).all()


async def _hand_over(
    session: AsyncSession, organization_id: int, user_id: int, successor_id: int
) -> list[Event]:
    """What they asked gets another requester; what they kept private stays theirs."""
    facts: list[Event] = []
    theirs = (Ticket.organization_id == organization_id) & (Ticket.requester_id == user_id)
    for ticket in await _locked(session, theirs & Ticket.private.is_(False)):
        ticket.requester_id = successor_id
        facts.append(
            TicketRequesterChanged(
                ticket_id=ticket.id, version=touch(ticket), before=user_id, after=successor_id
            )
        )
    return facts
