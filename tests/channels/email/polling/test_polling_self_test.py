"""A mailbox's test by way of IMAP; and an IMAP server that is tried before it is saved."""

import pytest
from sqlalchemy import update
from tests.channels.email.sink import sink
from tests.factories.mailboxes import OPERATOR
from tests.factories.outgoing import make_desk_of

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.sign_ins.access import AccessTokens
from deskbell.channels.email.wizard.actions.start import start_self_test
from deskbell.channels.email.wizard.checking import Checker
from deskbell.channels.email.wizard.queries import one_test
from deskbell.channels.email.wizard.self_testing import run_self_test
from deskbell.core.addresses import AddressGuard
from deskbell.core.outbound import Outbound

pytestmark = pytest.mark.commits


@pytest.fixture
async def tokens(post):
    client = Outbound()
    yield AccessTokens(post.database, client, post.sealer, {})
    await client.close()


async def test_a_mailbox_finds_its_own_mail_by_imap(post, server, settings, tokens, take_in):
    async with sink() as outgoing:
        where = {"smtp_host": "127.0.0.1", "smtp_port": outgoing.port, "smtp_security": "none"}
        async with post.database.session() as session:
            await session.execute(update(Mailbox).values({**where, "smtp_private": True}))
            number = await start_self_test(session, OPERATOR, post.mailbox_id)
        desk = make_desk_of(settings, mail_address=None)
        await run_self_test(post.database, desk, tokens, number)
        await desk.outbound.close()
        assert (await post.standing()).asked_at is not None
        [sent] = outgoing.received
    server.deliver(sent.content)
    await post.poll()
    [row] = await take_in()
    async with post.database.session() as session:
        found = await one_test(session, OPERATOR, post.mailbox_id, number)
    assert (row.fate, row.ticket_id, found.state) == ("refused", None, "found")


async def test_an_imap_server_is_tried(post, server, settings, tokens):
    checker = Checker(settings, post.sealer, tokens, AddressGuard())
    async with post.database.session() as session:
        mailbox = await session.get(Mailbox, post.mailbox_id)
    assert await checker.both(mailbox, None, None) == (None, await checker.imap(mailbox, None))
    assert (await checker.imap(mailbox, None)).obstacle is None
    server.password = "another"
    assert (await checker.imap(mailbox, None)).obstacle == "login"
    server.password = "gehéim"
    mailbox.imap_folder = "Nowhere"
    assert (await checker.imap(mailbox, None)).obstacle == "folder"
    mailbox.sign_in_with = "google"
    assert (await checker.imap(mailbox, None)).obstacle == "sign_in"
