"""The demonstration: a small helpdesk with people, departments and conversations, for a first look."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.actions.create import create_mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxCreate
from deskbell.core.auth import Actor, Level
from deskbell.core.config import Settings
from deskbell.core.db import open_database
from deskbell.core.keys import load_or_create_keys
from deskbell.core.passwords import Passwords
from deskbell.core.sealing import Sealer
from deskbell.demo_texts import LABELS, PEOPLE, STORIES, Story
from deskbell.departments.actions.create import create_department, ensure_default_department
from deskbell.departments.actions.give_access import give_access
from deskbell.events.models import StoredEvent
from deskbell.sessions.actions.set_password import set_password
from deskbell.settings.actions.change import change_section
from deskbell.settings.schemas import HelpdeskSettings
from deskbell.tickets.actions.add_note import add_note
from deskbell.tickets.actions.change_labels import create_label
from deskbell.tickets.actions.create import create
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.actions.set_status import set_status
from deskbell.tickets.dimension_schemas import LabelCreate
from deskbell.tickets.messages.models import Message, MessageSearch
from deskbell.tickets.models import Priority, Status, Ticket
from deskbell.tickets.schemas import MessageBody, ReplyCreate, TicketAgentCreate, TicketCreate
from deskbell.users.actions.change_level import change_level
from deskbell.users.actions.create import create_user
from deskbell.users.queries import system_user_id_of

PASSWORD = "deskbell-demo"  # noqa: S105 - the demonstration's, printed on the terminal
SIGN_INS = [
    f"{role:9} {address}   {PASSWORD}"
    for _, address, role in PEOPLE
    if role != "customer" or "mira" in address
]
MAILBOX = "support@deskbell.example"
OPERATOR = Actor(kind="system", level=Level.admin)


def fill(settings: Settings) -> None:
    """Fill the helpdesk of the settings, all or nothing; one that has any account is left as it is."""
    asyncio.run(_fill(settings))


async def _fill(settings: Settings) -> None:
    database, passwords = open_database(settings), Passwords()
    try:
        async with database.session() as session:
            if await system_user_id_of(session, PEOPLE[0][1]) is None:
                await _people_and_stories(session, passwords)
                await _mailbox(session, Sealer(load_or_create_keys(settings.secrets_dir)))
    finally:
        passwords.close()
        await database.close()


async def _people_and_stories(session: AsyncSession, passwords: Passwords) -> None:
    await change_section(session, OPERATOR, HelpdeskSettings, {"name": "Harbor & Pine"})
    departments = [await ensure_default_department(session, OPERATOR)]
    departments += [
        (await create_department(session, OPERATOR, name=name)).id for name in ("Billing", "Shipping")
    ]
    people: dict[str, int] = {}
    for name, address, role in PEOPLE:
        user = await create_user(session, OPERATOR, name=name, address=address)
        people[address] = user.id
        await set_password(session, OPERATOR, passwords, user.id, PASSWORD)
        if role != "customer":
            await change_level(session, OPERATOR, user.id, Level[role])
            await give_access(session, OPERATOR, user.id, departments)
    labels = {
        name: (await create_label(session, OPERATOR, LabelCreate(name=name, color=color))).id
        for name, color in LABELS
    }
    statuses = {row.kind: row.id for row in await session.scalars(select(Status))}
    priorities = {row.name: row.id for row in await session.scalars(select(Priority))}
    for story in reversed(STORIES):
        await _tell(session, story, Known(people, departments, labels, statuses, priorities))


async def _mailbox(session: AsyncSession, sealer: Sealer) -> None:
    department_id = await ensure_default_department(session, OPERATOR)
    body = MailboxCreate(address=MAILBOX, name="Harbor & Pine", department_id=department_id)
    await create_mailbox(session, OPERATOR, body, sealer)


class Known:
    """The numbers of what the stories name."""

    def __init__(
        self,
        people: dict[str, int],
        departments: list[int],
        labels: dict[str, int],
        statuses: dict[str, int],
        priorities: dict[str, int],
    ) -> None:
        """Take them all."""
        self.people, self.departments, self.labels = people, departments, labels
        self.statuses, self.priorities = statuses, priorities

    def actor(self, address: str) -> Actor:
        """The person as they act at their own desk."""
        role = next(role for _, known, role in PEOPLE if known == address)
        level = Level.user if role == "customer" else Level[role]
        return Actor(
            kind="user", level=level, user_id=self.people[address], departments=tuple(self.departments)
        )


async def _tell(session: AsyncSession, story: Story, known: Known) -> None:
    """One ticket with its conversation, through the same verbs as everybody's."""
    first = story.lines[0]
    wishes = TicketAgentCreate(
        requester_id=known.people[first.who],
        as_requester=True,
        department_id=known.departments[story.department],
        assignee_id=known.people[story.assignee] if story.assignee else None,
        priority_id=known.priorities[story.priority],
        label_ids=[known.labels[name] for name in story.labels],
    )
    clerk = known.actor(PEOPLE[0][1])
    body = TicketCreate(subject=story.subject, html=first.html, agent=wishes)
    ticket = (await create(session, clerk, body, "web")).ticket
    for line in story.lines[1:]:
        actor = known.actor(line.who)
        if line.note:
            await add_note(session, actor, ticket, MessageBody(html=line.html), "web")
        else:
            await reply(session, actor, ticket, ReplyCreate(html=line.html), "web")
    await set_status(session, clerk, ticket, known.statuses[story.kind])
    await session.flush()
    await _date_back(session, ticket, story)


async def _date_back(session: AsyncSession, ticket: Ticket, story: Story) -> None:
    """Spread the conversation over the hours before now, so that the list looks lived in."""
    now = datetime.now(UTC)
    times = [now - timedelta(minutes=line.minutes_ago) for line in story.lines]
    numbers = list(
        await session.scalars(select(Message.id).where(Message.ticket_id == ticket.id).order_by(Message.id))
    )
    for number, at in zip(numbers, times, strict=True):
        await session.execute(update(Message).where(Message.id == number).values(created_at=at))
        found = update(MessageSearch).where(MessageSearch.message_id == number).values(created_at=at)
        await session.execute(found, execution_options={"synchronize_session": False})
    ticket.created_at, ticket.updated_at = times[0], times[-1]
    said = StoredEvent.data["message_id"].astext
    for number, at in zip(numbers, times, strict=True):
        await session.execute(
            update(StoredEvent)
            .where(StoredEvent.ticket_id == ticket.id, said == str(number))
            .values(at=at)
            .execution_options(synchronize_session=False)
        )
    rest = (StoredEvent.ticket_id == ticket.id, text("not data ? 'message_id'"))
    await session.execute(
        update(StoredEvent).where(*rest).values(at=times[-1]).execution_options(synchronize_session=False)
    )
    await session.flush()
