"""Filling the demonstration, all or nothing, within a few seconds."""

from datetime import UTC, datetime, timedelta

import uvloop
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.actions.create import create_mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxCreate
from deskbell.channels.email.parsing.parser import Parser
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.core.auth import Actor, Level
from deskbell.core.config import Settings
from deskbell.core.db import Database, open_database
from deskbell.core.jobs import drain
from deskbell.core.keys import load_or_create_keys
from deskbell.core.passwords import Passwords
from deskbell.core.sealing import Sealer
from deskbell.core.storage import open_storage
from deskbell.demo.knowledge import write_knowledge
from deskbell.demo.known import Known
from deskbell.demo.mails import OneTransaction, Postman
from deskbell.demo.telling import Clock, Teller
from deskbell.demo.texts import CHIARA, LABELS, PEOPLE, STORIES, TRADE, Story
from deskbell.demo.week import customers, tales
from deskbell.departments.actions.create import create_department, ensure_default_department
from deskbell.departments.actions.give_access import give_full_access
from deskbell.departments.models import Department
from deskbell.departments.schemas import DepartmentCreate
from deskbell.events.dispatcher import dispatch_once, start_dispatcher
from deskbell.permissions.actions.change_members import give_all_permissions
from deskbell.sessions.actions.set_password import set_password
from deskbell.settings.actions.change import change_section
from deskbell.settings.schemas import HelpdeskSettings
from deskbell.subscribers import SUBSCRIBERS
from deskbell.tickets.actions.add_note import add_note
from deskbell.tickets.actions.change_labels import create_label
from deskbell.tickets.actions.create import create
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.actions.set_status import set_status
from deskbell.tickets.dimension_schemas import LabelCreate
from deskbell.tickets.models import Label, Priority, Status
from deskbell.tickets.schemas import MessageBody, ReplyCreate, TicketAgentCreate, TicketCreate
from deskbell.user_groups.models import UserGroup, UserGroupMember
from deskbell.users.actions.change_level import change_level
from deskbell.users.actions.create import create_user
from deskbell.users.models import User
from deskbell.users.queries import system_user_id_of

PASSWORD = "deskbell-demo"  # noqa: S105 - the demonstration's, printed on the terminal
SIGN_INS = [
    f"{role:9} {address}   {PASSWORD}"
    for _, address, role in PEOPLE
    if role != "customer" or "mira" in address
]
MAILBOX = "support@deskbell.example"
OPERATOR = Actor(kind="system", level=Level.admin)
BOUNCED = "claire@fontaine-opticiens.example"
MOST_BATCHES = 20
TRADE_GROUP = "Trade partners"

# What the log made of it, dated as what it is about; who has worked here for a week has read what is old.
_DATE_BACK = (
    text("""
update notifications set created_at = events.at, read_at =
    case when events.at < now() - interval '1 day' then events.at + interval '1 hour' end
from events where events.id = notifications.event_id
"""),
    text("""
update outgoing_mails set created_at = messages.created_at
from messages where messages.id = outgoing_mails.message_id
"""),
)
_PATIENCE = text("set local idle_in_transaction_session_timeout = 0")  # the parser has to start meanwhile
_A_MAIL_TO = text("""
select mail.id from outgoing_mails as mail
join outgoing_recipients as recipient on recipient.mail_id = mail.id
where recipient.address = :address order by mail.id limit 1
""")


def fill(settings: Settings) -> None:
    """Fill the helpdesk of the settings, all or nothing; one that has any account is left as it is."""
    uvloop.run(_fill(settings))


async def _fill(settings: Settings) -> None:
    database, passwords = open_database(settings), Passwords()
    try:
        async with database.session() as session:
            if await system_user_id_of(session, PEOPLE[0][1]) is None:
                await session.execute(_PATIENCE)
                await start_dispatcher(OneTransaction(database, session))
                await _fill_empty(session, database, settings, passwords)
    finally:
        passwords.close()
        await database.close()


async def _fill_empty(
    session: AsyncSession, database: Database, settings: Settings, passwords: Passwords
) -> None:
    keys = load_or_create_keys(settings.secrets_dir)
    known = await _people(session, passwords)
    mailbox = MailboxCreate(address=MAILBOX, name="Harbor & Pine", department_id=known.departments[0])
    made = await create_mailbox(session, OPERATOR, mailbox, Sealer(keys))
    await write_knowledge(session, known.actor(CHIARA), {TRADE_GROUP: await _trade_partners(session, known)})
    await session.flush()
    clock, now = Clock(), datetime.now(UTC)
    kept = [(await session.scalars(select(kind))).all() for kind in (Status, Priority, Label, Department)]
    async with Parser() as parser:
        one = OneTransaction(database, session)
        postman = Postman(one, parser, open_storage(settings), MailSigner(keys), (made.id, MAILBOX))
        await clock.begin(session)
        await Teller(session, known, postman, clock).tell(tales(now))
        for story in reversed(STORIES):
            await _tell(session, story, known, clock, now)
        await clock.date_back(session)
        await _follow_the_log(session)
        mail_id = (await session.execute(_A_MAIL_TO, {"address": BOUNCED})).scalar_one_or_none()
        await postman.bring_odd_ones(session, mail_id or 0, BOUNCED, now - timedelta(hours=3))
    del kept  # until here the session knew them, and asked for none of them again
    for statement in _DATE_BACK:
        await session.execute(statement)


async def _people(session: AsyncSession, passwords: Passwords) -> Known:
    await change_section(session, OPERATOR, HelpdeskSettings, {"name": "Harbor & Pine"})
    departments = [await ensure_default_department(session, OPERATOR)]
    departments += [
        (await create_department(session, OPERATOR, DepartmentCreate(name=name))).id
        for name in ("Billing", "Shipping")
    ]
    people: dict[str, int] = {}
    levels: dict[str, Level] = {}
    for name, address, role in PEOPLE:
        people[address] = (await create_user(session, OPERATOR, name=name, address=address)).id
        levels[address] = Level.user if role == "customer" else Level[role]
        if role != "customer":
            await change_level(session, OPERATOR, people[address], levels[address])
            await give_full_access(session, OPERATOR, people[address], departments)
            await give_all_permissions(session, OPERATOR, people[address])
    for person in customers():
        made = await create_user(session, OPERATOR, name=person.name, address=person.address)
        people[person.address], levels[person.address] = made.id, Level.user
    await _give_passwords(session, passwords, people)
    labels = {
        name: (await create_label(session, OPERATOR, LabelCreate(name=name, color=color))).id
        for name, color in LABELS
    }
    statuses = {row.kind: row.id for row in await session.scalars(select(Status))}
    priorities = {row.name: row.id for row in await session.scalars(select(Priority))}
    return Known(people, levels, departments, labels, statuses, priorities, PEOPLE[0][1], MAILBOX)


async def _trade_partners(session: AsyncSession, known: Known) -> int:
    """A group of customers who read more than others do."""
    group = UserGroup(name=TRADE_GROUP)
    session.add(group)
    await session.flush()
    session.add_all(UserGroupMember(group_id=group.id, user_id=known.people[each]) for each in TRADE)
    await session.flush()
    return group.id


async def _give_passwords(session: AsyncSession, passwords: Passwords, people: dict[str, int]) -> None:
    """One password for all, hashed once: it is printed on the terminal."""
    first, *others = people.values()
    await set_password(session, OPERATOR, passwords, first, PASSWORD)
    await session.flush()
    chosen = await session.scalar(select(User.password_hash).where(User.id == first))
    for user in await session.scalars(select(User).where(User.id.in_(others))):
        user.password_hash = chosen


async def _tell(session: AsyncSession, story: Story, known: Known, clock: Clock, now: datetime) -> None:
    """One ticket of the last days with its conversation, through the same verbs as everybody's."""
    first = story.lines[0]
    wishes = TicketAgentCreate(
        requester_id=known.people[first.who],
        as_requester=True,
        department_id=known.departments[story.department],
        assignee_id=known.people[story.assignee] if story.assignee else None,
        priority_id=known.priorities[story.priority],
        label_ids=[known.labels[name] for name in story.labels],
    )
    clerk = known.actor(known.admin)
    body = TicketCreate(subject=story.subject, html=first.html, agent=wishes)
    ticket = (await create(session, clerk, body, "web")).ticket
    await clock.stamp(session, now - timedelta(minutes=first.minutes_ago))
    for line in story.lines[1:]:
        actor = known.actor(line.who)
        if line.note:
            await add_note(session, actor, ticket, MessageBody(html=line.html), "web")
        else:
            await reply(session, actor, ticket, ReplyCreate(html=line.html), "web")
        await clock.stamp(session, now - timedelta(minutes=line.minutes_ago))
    await set_status(session, clerk, ticket, known.statuses[story.kind])
    await clock.stamp(session, now - timedelta(minutes=story.lines[-1].minutes_ago))


async def _follow_the_log(session: AsyncSession) -> None:
    """Do what follows from it at once, so that mails and notifications can be dated back, too."""
    for _ in range(MOST_BATCHES):
        moved = await dispatch_once(session, SUBSCRIBERS, settled=False)
        done = await drain(session)
        if not moved and not done:
            return
