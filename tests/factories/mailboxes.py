"""Mailboxes for tests."""

from itertools import count

from tests.factories.departments import make_department

from deskbell.channels.email.mailboxes.actions.create import create_mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxCreate
from deskbell.core.auth import Actor, Level
from deskbell.core.keys import load_or_create_keys
from deskbell.core.sealing import Sealer

NUMBERS = count(1)
OPERATOR = Actor(kind="system", level=Level.admin)


def sealer_of(settings):
    """What seals the secrets of the installation under test."""
    return Sealer(load_or_create_keys(settings.secrets_dir))


async def make_mailbox(session, settings, department=None, **members):
    """A mailbox with an address of its own."""
    number = next(NUMBERS)
    department = department or await make_department(session)
    members = {"address": f"desk{number}@desk.example.com", "name": f"Desk {number}", **members}
    body = MailboxCreate(department_id=department.id, **members)
    return await create_mailbox(session, OPERATOR, body, sealer_of(settings))
