"""Mail by SMTP into a database that really commits, and everything that makes it visible."""

from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from tests.channels.email.inbound.mails import send
from tests.factories.departments import make_department
from tests.factories.mailboxes import make_mailbox

from deskbell.channels.email.inbound.intake import Intake
from deskbell.channels.email.inbound.models import InboundMail
from deskbell.channels.email.inbound.reading import MailReader
from deskbell.channels.email.inbound.work import take_in_waiting
from deskbell.channels.email.listening.listener import MailListener
from deskbell.channels.email.parsing.parser import Parser
from deskbell.channels.email.resolver import LookupFailed
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.core.keys import load_or_create_keys
from deskbell.core.storage import FolderStorage
from deskbell.events.models import StoredEvent
from deskbell.tickets.messages.models import Message
from deskbell.tickets.models import Ticket


@pytest.fixture
async def desk(live_database, settings):
    """A helpdesk with one mailbox, `support@desk.example.com`."""
    async with live_database.session() as session:
        department = await make_department(session, is_default=True)
        mailbox = await make_mailbox(session, settings, department, address="Support@desk.example.com")
    return SimpleNamespace(database=live_database, department=department, mailbox=mailbox)


@asynccontextmanager
async def listening(database, **limits):
    """A listener of ours on two ports: (SMTP, LMTP)."""
    intake = Intake(database)
    listener = MailListener(intake.deliver, intake.find_mailbox, **limits)
    try:
        yield await listener.listen("127.0.0.1", 0), await listener.listen("127.0.0.1", 0, "lmtp")
    finally:
        await listener.close()


@pytest.fixture
async def doors(desk):
    async with listening(desk.database) as ports:
        yield ports


async def ledger(database):
    """Every row of the ledger, in the order of arrival."""
    async with database.session() as session:
        return list(await session.scalars(select(InboundMail).order_by(InboundMail.id)))


async def event_types(database, prefix=""):
    """The types of all events, in order."""
    async with database.session() as session:
        types = await session.scalars(select(StoredEvent.type).order_by(StoredEvent.id))
        return [each for each in types if each.startswith(prefix)]


class Names:
    """Name servers that know what a test says, and are away for everything else when `away`."""

    def __init__(self):
        self.known = {}
        self.away = False

    async def texts(self, name):
        if self.away:
            raise LookupFailed
        return self.known.get(name, [])

    async def addresses(self, _name, _kind):
        return []

    async def mail_servers(self, _name):
        return []

    async def pointers(self, _name):
        return []


@pytest.fixture(scope="session")
def signer(settings):
    """What signs the helpdesk's addresses."""
    return MailSigner(load_or_create_keys(settings.secrets_dir))


@pytest.fixture(scope="session")
async def parser():
    """A real parser's child."""
    async with Parser() as parser:
        yield parser


@pytest.fixture
def names():
    return Names()


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(tmp_path / "files")


@pytest.fixture
def take_in(desk, parser, names, storage, signer):
    """`await take_in()`: everything that waits is read; the ledger's rows."""

    async def run():
        reader = MailReader(parser, names, storage, signer)
        while await take_in_waiting(desk.database, reader):
            pass
        return await ledger(desk.database)

    return run


@pytest.fixture
def receive(doors, take_in):
    """`await receive(raw, …)`: deliver mails by SMTP and take them in; the last one's row."""

    async def run(*mails, **how):
        for raw in mails:
            [answer] = await send(
                doors[0], raw, *how.get("to", ()), sender=how.get("sender", "nia@example.org")
            )
            assert answer.startswith("250"), answer
        return (await take_in())[-1]

    return run


async def messages(database, ticket_id=None):
    """Every message, or those of a ticket, in order."""
    async with database.session() as session:
        found = select(Message).order_by(Message.id)
        return list(
            await session.scalars(found if ticket_id is None else found.where(Message.ticket_id == ticket_id))
        )


async def tickets(database):
    """Every ticket, in order."""
    async with database.session() as session:
        return list(await session.scalars(select(Ticket).order_by(Ticket.id)))
