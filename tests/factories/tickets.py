"""Tickets and messages for tests, made by the verbs themselves."""

from itertools import count

from sqlalchemy import select
from tests.factories.users import acting_as

from deskbell.core.auth import Actor, Level
from deskbell.departments.models import Department
from deskbell.tickets.actions.add_note import add_note
from deskbell.tickets.actions.create import create
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.messages.models import Message
from deskbell.tickets.models import Label, Priority, Status, TicketType
from deskbell.tickets.schemas import MessageBody, ReplyCreate, TicketAgentCreate, TicketCreate

NUMBERS = count(1)
SYSTEM = Actor(kind="system", level=Level.admin)


async def make_ticket(
    session, requester, department, *, subject=None, text="It is broken.", channel="api", **wishes
):
    """A ticket in the requester's own words; `wishes` as an agent may have them: `status_id`, …."""
    if await session.scalar(select(Department.id).where(Department.is_default)) is None:
        department.is_default = True
        await session.flush()
    agent = TicketAgentCreate(
        requester_id=requester.id, as_requester=True, department_id=department.id, **wishes
    )
    body = TicketCreate(subject=subject or f"Matter {next(NUMBERS)}", text=text, agent=agent)
    ticket = (await create(session, SYSTEM, body, channel)).ticket
    await session.flush()
    return ticket


async def make_message(session, ticket, author, text="Thanks.", *, level=None, **body):
    """A public reply of the author; returns its number."""
    message = await reply(session, acting_as(author, level), ticket, ReplyCreate(text=text, **body), "api")
    await session.flush()
    return message["id"]


async def make_note(session, ticket, author, text="Between us.", **body):
    """An internal note of the author; returns its number."""
    message = await add_note(session, acting_as(author), ticket, MessageBody(text=text, **body), "api")
    await session.flush()
    return message["id"]


async def status_of(session, kind):
    """The default status of a kind."""
    return await session.scalar(select(Status).where(Status.kind == kind, Status.is_default))


async def priorities(session):
    """Every priority, the least pressing first."""
    return list(await session.scalars(select(Priority).order_by(Priority.rank)))


async def make_type(session, name="Question"):
    """A type of ticket."""
    row = TicketType(name=f"{name} {next(NUMBERS)}", position=1)
    session.add(row)
    await session.flush()
    return row


async def make_label(session, name="label"):
    """A label."""
    row = Label(name=f"{name} {next(NUMBERS)}", color="#4c6ef5")
    session.add(row)
    await session.flush()
    return row


async def messages_of(session, ticket_id):
    """The messages of a ticket, in order."""
    where = select(Message).where(Message.ticket_id == ticket_id)
    return list(await session.scalars(where.order_by(Message.id).execution_options(populate_existing=True)))
