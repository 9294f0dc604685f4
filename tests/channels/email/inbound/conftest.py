"""Mail by SMTP into a database that really commits, and everything that makes it visible."""

from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.mailboxes import make_mailbox

from deskbell.channels.email.inbound.intake import Intake
from deskbell.channels.email.inbound.models import InboundMail
from deskbell.channels.email.listening.listener import MailListener
from deskbell.events.models import StoredEvent


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
