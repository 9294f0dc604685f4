"""Putting on a new ticket what its requester chose."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.tickets.choices.queries import chosen
from deskbell.tickets.dimension_schemas import TicketChoices
from deskbell.tickets.models import Ticket

SUBMIT: Final = "tickets.submit"


async def take_choices(
    session: AsyncSession, actor: Actor, ticket: Ticket, choices: TicketChoices | None
) -> None:
    """Take over what a customer chose for their ticket.

    Raises `UnknownReference` for what is not theirs to choose, `InvalidRequest` for an agent's choices.
    """
    if choices is not None and actor.is_staff:
        advice = "Agents say in the member agent where a ticket goes."
        raise InvalidRequest(errors=[ProblemError(pointer="/choices", message=advice)])
    for column, value in (await chosen(session, actor, choices)).items():
        setattr(ticket, column, value)
