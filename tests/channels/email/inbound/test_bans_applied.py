"""Bans and limits at work: what is refused, at the door or in the ledger, and what never is (T47, T59)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from tests.channels.email.inbound.conftest import event_types, ledger, messages, tickets
from tests.channels.email.inbound.mails import mail, send
from tests.channels.email.speaking import Speaker
from tests.factories.mailboxes import OPERATOR, make_mailbox
from tests.factories.users import make_agent

from deskbell.channels.email.bans.actions.create import create_ban
from deskbell.channels.email.bans.models import MailBan
from deskbell.channels.email.bans.schemas import MailBanCreate
from deskbell.channels.email.outbox.models import OutgoingMail

SUPPORT = "support@desk.example.com"
REFUSED = "550 5.7.1 Mail from there is not taken here"
LARGE = "552 5.3.4 The mail is too large for this mailbox"


@pytest.fixture
def ban(desk):
    """`await ban(kind, value, …)`: from now on."""

    async def make(kind, value, **members):
        async with desk.database.session() as session:
            return (await create_ban(session, OPERATOR, MailBanCreate(kind=kind, value=value, **members))).id

    return make


async def refused(database):
    """How many mails each ban kept out, in order."""
    async with database.session() as session:
        return list(await session.scalars(select(MailBan.refused).order_by(MailBan.id)))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("address", "Nia@Example.ORG"),
        ("domain", "example.org"),
        ("domain", "org"),
        ("domain", "*.example.org"),
    ],
)
async def test_the_author_is_banned_and_nobody_is_told(desk, receive, ban, kind, value):
    number = await ban(kind, value, reason="spam")
    row = await receive(mail(sender="nia@example.org"), sender="other@elsewhere.example")
    assert (row.fate, row.ban_id, row.ticket_id, row.user_id) == ("refused", number, None, None)
    assert row.reason.endswith("is banned: spam")
    assert (await refused(desk.database), await tickets(desk.database)) == ([1], [])
    async with desk.database.session() as session:
        assert (await session.scalars(select(OutgoingMail.id))).all() == []
    assert await event_types(desk.database, "user.") == []


async def test_who_is_not_banned_is_not(desk, receive, ban):
    await ban("domain", "b.example.org")
    await ban("domain", "ample.org")
    await ban("address", "mia@example.org")
    await ban("network", "192.0.2.0/24")
    await ban("domain", "example.org", expires_at=datetime.now(UTC) - timedelta(minutes=1))
    assert (await receive(mail())).fate == "accepted"


async def asked(port, sender, recipient=SUPPORT, options=""):
    """What is answered to the recipient."""
    speaker = await Speaker.connect(port)
    try:
        await speaker.ask("EHLO client.test")
        await speaker.ask(f"MAIL FROM:<{sender}>{options}")
        return await speaker.ask(f"RCPT TO:<{recipient}>")
    finally:
        await speaker.close()


async def test_the_door_refuses_a_banned_envelope(desk, doors, ban):
    await ban("domain", "example.org")
    assert await asked(doors[0], "nia@mail.example.org") == REFUSED
    assert (await ledger(desk.database), await refused(desk.database)) == ([], [1])
    assert (await asked(doors[0], "nia@other.example")).startswith("250")


async def test_the_door_refuses_a_banned_server_but_not_one_of_ours(desk, doors, ban):
    await ban("network", "127.0.0.0/8")
    assert await asked(doors[0], "") == REFUSED
    [answer] = await send(doors[1], mail("By LMTP"), hello="LHLO relay.test")
    assert answer.startswith("250")
    async with desk.database.session() as session:
        await session.execute(text("update mailboxes set trusted_servers = '{mx.test}'"))
    [answer] = await send(doors[0], mail("By our provider"))
    assert answer.startswith("250")


async def test_where_it_is_not_sure_the_door_takes_it(desk, doors, take_in, ban, signer):
    """A signed address may be an agent's; the worker knows."""
    await ban("domain", "example.org")
    address = signer.reply_address(SUPPORT, 1, 1)
    [answer] = await send(doors[0], mail(), address)
    assert answer.startswith("250")
    [row] = await take_in()
    assert row.fate == "refused"


async def test_t47_a_ban_never_keeps_out_an_agent_who_is_surely_one(desk, receive, ban, signer):
    async with desk.database.session() as session:
        await session.execute(text("update mailboxes set trusted_servers = '{mx.test}'"))
        agent = await make_agent(session, desk.department, address="ada@agents.example")
    await receive(mail(Message_ID="<1@example.org>"))
    [ticket] = await tickets(desk.database)
    number = await ban("domain", "agents.example")
    results = "Authentication-Results: mx.test; dmarc={} header.from=agents.example\r\n"
    fates = []
    for result, to in (
        ("pass", signer.reply_address(SUPPORT, ticket.id, agent.id)),
        ("none", signer.reply_address(SUPPORT, ticket.id, agent.id)),
        ("pass", signer.reply_address(SUPPORT, ticket.id, ticket.requester_id)),
        ("pass", SUPPORT),
    ):
        raw = results.format(result).encode() + mail(f"{len(fates)}", sender="ada@agents.example")
        row = await receive(raw, to=[to], sender="ada@agents.example")
        fates.append((row.fate, row.ban_id))
    assert fates == [("accepted", None), *[("refused", number)] * 3]
    last = (await messages(desk.database, ticket.id))[-1]
    assert (last.by_staff, last.author_id) == (True, agent.id)


async def test_an_agent_may_write_from_a_banned_place_to_a_plain_address(desk, doors, ban):
    """The door can't know what else is in the mail; the ledger keeps it."""
    async with desk.database.session() as session:
        await make_agent(session, desk.department, address="ada@agents.example")
    await ban("domain", "agents.example")
    [answer] = await send(doors[0], mail(), sender="ada@agents.example")
    assert answer.startswith("250")


async def test_t59_a_bounce_of_our_own_mail_is_no_mail_of_the_banned(desk, receive, ban):
    """Without a proof that it is about ours, a banned server's report is refused as anything else."""
    await ban("domain", "example.org")
    row = await receive(mail(sender="mailer-daemon@example.org"), sender="")
    assert (row.fate, row.automatic) == ("refused", True)


async def limited(desk, limit=10_000):
    async with desk.database.session() as session:
        await session.execute(text(f"update mailboxes set size_limit = {limit} where id = {desk.mailbox.id}"))


async def test_a_mail_that_says_that_it_is_too_large_is_refused_at_once(desk, doors):
    await limited(desk)
    assert await asked(doors[0], "nia@example.org", options=" SIZE=10001") == LARGE
    assert (await asked(doors[0], "nia@example.org", options=" SIZE=10000")).startswith("250")


async def test_a_mail_that_is_too_large_is_refused_and_written_down(desk, doors, take_in):
    await limited(desk)
    raw = mail("x" * 10_000)
    assert await send(doors[0], raw) == [LARGE]
    assert await send(doors[0], raw) == [LARGE]
    [row] = await ledger(desk.database)
    assert (row.fate, row.duplicates, row.size > 10_000) == ("refused", 1, True)
    assert "10000 bytes" in row.reason
    await limited(desk, 20_000)
    [answer] = await send(doors[0], raw)
    assert answer.startswith("250")
    assert [each.fate for each in await take_in()] == ["refused", "accepted"]


async def test_the_others_get_a_mail_that_is_too_large_for_one(desk, doors, settings, take_in):
    async with desk.database.session() as session:
        other = await make_mailbox(session, settings, desk.department)
    await limited(desk)
    raw = mail("x" * 10_000)
    answers = await send(doors[1], raw, SUPPORT, other.address, hello="LHLO relay.test")
    assert answers == [LARGE, "250 2.0.0 Stored"]
    [answer] = await send(doors[0], mail("y" * 10_000), SUPPORT, other.address)
    assert answer.startswith("250")
    rows = await take_in()
    assert sorted((each.fate, each.mailbox_id == other.id) for each in rows) == [
        ("accepted", True),
        ("accepted", True),
        ("refused", False),
        ("refused", False),
    ]
    async with desk.database.session() as session:
        kept = text(
            "select count(*) from inbound_contents join inbound_mails on id = inbound_mail_id "
            "where fate = 'refused'"
        )
        assert await session.scalar(kept) == 1  # SMTP had one answer for both: nobody was told


async def test_what_came_by_another_door_is_measured_when_it_is_read(desk, doors, take_in):
    [answer] = await send(doors[0], mail("x" * 10_000))
    assert answer.startswith("250")
    await limited(desk)
    [row] = await take_in()
    assert (row.fate, row.rule_ids) == ("refused", [])
    assert "10000 bytes" in row.reason
