"""Who stands for a persona, and what a ticket's pages are called."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.auth import GUEST, Actor, Level
from deskbell.permissions.queries import system_actor_of
from deskbell.tickets.models import Ticket
from deskbell.users.models import User


@dataclass(frozen=True, slots=True)
class NamedTicket:
    """A ticket by both of its names, and whose it is."""

    id: int
    reference: str
    requester_id: int


async def system_persona(
    connection: AsyncConnection, level: Level, prefers: int | None = None
) -> Actor | None:
    """Somebody of exactly this level: who is preferred, else the first; None if there is nobody."""
    if level is Level.guest:
        return GUEST
    able = (User.level == level, User.disabled_at.is_(None), User.password_hash.is_not(None))
    first = select(User.id).where(*able).order_by((User.id == (prefers or 0)).desc(), User.id).limit(1)
    user_id = await connection.scalar(first)
    if user_id is None:
        return None
    return await system_actor_of(connection, user_id)


async def system_name_of(connection: AsyncConnection, user_id: int) -> str:
    """What somebody is called."""
    return str(await connection.scalar(select(User.name).where(User.id == user_id)) or "")


async def system_ticket(
    connection: AsyncConnection, ticket_id: int | None, reference: str | None
) -> NamedTicket | None:
    """The ticket with this number, or with this reference."""
    named = Ticket.id == ticket_id if ticket_id is not None else Ticket.reference == reference
    columns = (Ticket.id, Ticket.reference, Ticket.requester_id)
    row = (await connection.execute(select(*columns).where(named, Ticket.deleted_at.is_(None)))).one_or_none()
    return None if row is None else NamedTicket(*row)
