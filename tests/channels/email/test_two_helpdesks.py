"""Two helpdesks, a robot and an address that is gone write to each other, and it ends (T59)."""

import asyncio
import random
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

import pytest
from sqlalchemy import func, select
from tests.channels.email.inbound.conftest import Names, listening
from tests.channels.email.inbound.mails import send
from tests.channels.email.sink import sink
from tests.conftest import WORKER, clone
from tests.factories.departments import make_department
from tests.factories.mailboxes import make_mailbox
from tests.factories.outgoing import make_desk_of
from tests.factories.users import acting_as, make_agent

from deskbell.channels.email.inbound.reading import MailReader
from deskbell.channels.email.inbound.work import take_in_waiting
from deskbell.channels.email.outbox.pace import Pace
from deskbell.channels.email.outbox.sender import MailSender
from deskbell.channels.email.parsing.parser import Parser
from deskbell.channels.email.signed_addresses import bare_address
from deskbell.core.config import Settings
from deskbell.core.db import open_database
from deskbell.core.jobs import drain as drain_jobs
from deskbell.events.dispatcher import dispatch_once, start_dispatcher
from deskbell.events.models import StoredEvent
from deskbell.subscribers import SUBSCRIBERS
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.models import Ticket
from deskbell.tickets.schemas import ReplyCreate

pytestmark = pytest.mark.commits

PACE = Pace(first_pause=0.05, poll=0.01, look_for_lost=60)
MOST_EACH_WAY = 3
MOST_ROUNDS = 30
MARKS = (
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Precedence",
    "References",
    "In-Reply-To",
    "List-Id",
    "Message-ID",
)
ROBOT, GONE = "away@people.example.net", "gone@people.example.net"


class Helpdesk:
    """A whole helpdesk in this process: what comes in is made visible, what goes out is sent to the sink."""

    def __init__(self, name, database, settings, port, server, parser):
        self.address, self.database, self.settings, self.port = (
            f"support@{name}.example.com",
            database,
            settings,
            port,
        )
        changes = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_security": "none"}
        self.desk = make_desk_of(settings, mail_address=self.address, smtp_private=True, **changes)
        self.reader = MailReader(parser, Names(), self.desk.storage, self.desk.signer)
        self.sender = MailSender(database, self.desk, PACE)

    async def fill(self):
        """A mailbox, and an agent who reads it."""
        async with self.database.session() as session:
            department = await make_department(session, is_default=True)
            await make_mailbox(session, self.settings, department, address=self.address)
            self.agent = await make_agent(session, department)
            self.departments = (department.id,)
        await start_dispatcher(self.database)

    async def work(self):
        """Everything that there is to do, until nothing is left."""
        moved = 1
        while moved:
            moved = await take_in_waiting(self.database, self.reader)
            async with self.database.session() as session:
                moved += await dispatch_once(session, SUBSCRIBERS, settled=False)
                moved += await drain_jobs(session)
            moved += await self.sender.step()
            await asyncio.gather(*self.sender.at_work.values())

    async def answer_all(self):
        """An agent answers every ticket."""
        async with self.database.session() as session:
            actor = acting_as(self.agent, *self.departments)
            for ticket in await session.scalars(select(Ticket).order_by(Ticket.id)):
                await reply(session, actor, ticket, ReplyCreate(text="Please try again."), "web")

    async def most_reopened(self):
        """How often the most restless ticket changed its status."""
        async with self.database.session() as session:
            times = select(func.count()).where(StoredEvent.type == "ticket.status_changed")
            return max(await session.scalars(times.group_by(StoredEvent.ticket_id)), default=0)


class Internet:
    """Carries what the helpdesks send; a careless one loses every mark by which programs know each other."""

    def __init__(self, server, helpdesks, *, careless):
        self.server, self.careless = server, careless
        self.helpdesks = {each.address: each for each in helpdesks}
        self.counted = Counter()
        self.carried = 0

    async def carry(self):
        """Deliver what was sent since; whether there was anything."""
        new = self.server.received[self.carried :]
        self.carried += len(new)
        for mail in new:
            for recipient in mail.recipients:
                await self.deliver(message_from_bytes(mail.content, policy=SMTP), mail.sender, recipient)
        return bool(new)

    async def deliver(self, message, sender, recipient):
        author = parseaddr(message["From"])[1]
        self.counted[bare_address(author), bare_address(recipient)] += 1
        if self.careless:
            for name in MARKS:
                del message[name]
            sender = sender or author
        if helpdesk := self.helpdesks.get(bare_address(recipient)):
            await send(helpdesk.port, message.as_bytes(), recipient, sender=sender)
        elif recipient == ROBOT:
            back = parseaddr(message["Reply-To"] or message["From"])[1]
            await self.write("I am away.", f"Re: {message['Subject']}", ROBOT, back)
        elif recipient == GONE and sender:
            await self.write("There is no such person.", "Returned mail", f"postmaster@{GONE[5:]}", sender)

    async def write(self, text, subject, author, recipient):
        """A mail of somebody's program, without any mark."""
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = author, recipient, subject
        message["Message-ID"] = f"<{random.getrandbits(64):x}@people.example.net>"
        message.set_content(text)
        await self.deliver(message, author, recipient)

    async def run(self):
        """Until nobody has anything to say; a loop would never end."""
        for _ in range(MOST_ROUNDS):
            for helpdesk in self.helpdesks.values():
                await helpdesk.work()
            if not await self.carry():
                return
        pytest.fail(f"it does not end: {self.counted}")


@pytest.fixture
async def helpdesks(live_database, settings, tmp_path):
    """(The sink that both send to, the two of them)."""
    url = clone("commits", f"second_{WORKER}")
    second = open_database(Settings(database_url=url))
    async with (
        sink() as server,
        Parser() as parser,
        listening(live_database) as (first_port, _),
        listening(second) as (second_port, _),
    ):
        both = []
        for name, database, port in (("one", live_database, first_port), ("two", second, second_port)):
            own = settings.model_copy(update={"data_dir": tmp_path / name})
            both.append(Helpdesk(name, database, own, port, server, parser))
            await both[-1].fill()
        yield server, both
        for each in both:
            await each.sender.finish()
    await second.close()


@pytest.mark.parametrize("careless", [False, True])
async def test_t59_two_helpdesks_a_robot_and_a_bounce_come_to_an_end(helpdesks, careless):
    server, (one, two) = helpdesks
    internet = Internet(server, [one, two], careless=careless)
    for author, recipient in ((two, one), (one, two)):  # forged, as what begins such loops is
        await internet.write("Help!", "It is broken", author.address, recipient.address)
    for author in (ROBOT, GONE):
        await internet.write("Help!", "It is broken", author, one.address)
    await internet.run()
    await one.answer_all()
    await internet.run()
    assert internet.counted[one.address, two.address] >= 2
    assert max(internet.counted.values()) <= MOST_EACH_WAY, internet.counted
    assert [await each.most_reopened() for each in (one, two)] <= [1, 1]
