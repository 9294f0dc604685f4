"""A mailbox's test: out through its own server, in by its own door, never a ticket, nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from tests.channels.email.inbound.mails import send
from tests.channels.email.sink import sink
from tests.factories.mailboxes import OPERATOR, make_mailbox
from tests.factories.outgoing import make_desk_of

from deskbell.channels.email.composing.dkim_keys import load_or_create_dkim_key
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.sign_ins.access import AccessTokens
from deskbell.channels.email.wizard.actions.start import start_self_test
from deskbell.channels.email.wizard.models import MailSelfTest
from deskbell.channels.email.wizard.problems import SelfTestRunning
from deskbell.channels.email.wizard.queries import one_test
from deskbell.channels.email.wizard.self_mail import self_mail
from deskbell.channels.email.wizard.self_testing import run_self_test
from deskbell.core.keys import load_or_create_keys
from deskbell.core.sealing import Sealer
from deskbell.tickets.models import Ticket

pytestmark = pytest.mark.commits

ADDRESS = "Support@desk.example.com"


class Testing:
    """Tests of the mailbox, ordered and run."""

    __test__ = False

    def __init__(self, desk, settings):
        self.database, self.mailbox = desk.database, desk.mailbox
        self.desk = make_desk_of(settings, mail_address=None)
        sealer = Sealer(load_or_create_keys(settings.secrets_dir))
        self.tokens = AccessTokens(desk.database, self.desk.outbound, sealer, {})

    async def through(self, port):
        """The mailbox sends through this port."""
        where = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_private": True}
        async with self.database.session() as session:
            await session.execute(update(Mailbox).where(Mailbox.id == self.mailbox.id).values(where))

    async def run(self):
        async with self.database.session() as session:
            number = await start_self_test(session, OPERATOR, self.mailbox.id)
        await run_self_test(self.database, self.desk, self.tokens, number)
        return number

    async def read(self, number):
        async with self.database.session() as session:
            return await one_test(session, OPERATOR, self.mailbox.id, number)

    async def later(self, **members):
        async with self.database.session() as session:
            await session.execute(update(MailSelfTest).values(members))

    async def tickets(self):
        async with self.database.session() as session:
            return await session.scalar(select(func.count()).select_from(Ticket))


@pytest.fixture
async def testing(desk, settings):
    made = Testing(desk, settings)
    yield made
    await made.desk.outbound.close()


def steps(found):
    return [each.state.value for each in found.steps]


async def test_it_goes_out_and_comes_in(testing, doors, take_in):
    await testing.through(doors[0])
    number = await testing.run()
    sent = await testing.read(number)
    assert (sent.state, steps(sent), sent.trusted) == ("sent", ["done", "done", "working"], None)
    [row] = await take_in()
    assert (row.fate, row.ticket_id, row.answerable) == ("refused", None, False)
    found = await testing.read(number)
    assert (found.state, steps(found), found.trusted) == ("found", ["done"] * 3, False)
    assert "DKIM" in found.says
    assert await testing.tickets() == 0


async def test_a_mail_that_proves_itself_is_trusted(testing, doors, take_in, names, settings):
    key = load_or_create_dkim_key(settings.secrets_dir)
    names.known["deskbell._domainkey.desk.example.com"] = [key.record_text().encode()]
    names.known["_dmarc.desk.example.com"] = [b"v=DMARC1; p=reject"]
    await testing.through(doors[0])
    number = await testing.run()
    await take_in()
    found = await testing.read(number)
    assert (found.state, found.trusted) == ("found", True)


@pytest.mark.parametrize("lost", ["message-id", "x-deskbell-test", "subject"])
async def test_it_is_known_by_each_of_its_marks(testing, doors, take_in, lost):
    """Whatever a server changes, two marks are left; and one is enough."""
    async with sink() as server:
        await testing.through(server.port)
        number = await testing.run()
        raw = server.received[0].content
    head, _, body = raw.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(lost.encode())]
    await deliver(doors[0], b"\r\n".join(kept) + b"\r\n\r\n" + body)
    [row] = await take_in()
    assert (row.fate, (await testing.read(number)).state) == ("refused", "found")


async def deliver(port, raw):
    [answer] = await send(port, raw, ADDRESS, sender=ADDRESS)
    assert answer.startswith("250"), answer


async def test_t47_a_stranger_makes_no_test_mail(testing, doors, take_in, signer, settings):
    """Forged and old tokens under our own address are held as ever; a real one under another is a ticket."""
    async with sink() as server:
        await testing.through(server.port)
        number = await testing.run()
    key = load_or_create_dkim_key(settings.secrets_dir)
    real = signer.test_token(number)
    forged = [real[:-1] + ("a" if real[-1] != "a" else "b"), "a" * 40, signer.message_id("x", None, 1)[1:-3]]
    for token in forged:
        await deliver(doors[0], self_mail(ADDRESS, token, datetime.now(UTC), key))
    rows = await take_in()
    assert [row.fate for row in rows] == ["held"] * 3
    assert (await testing.read(number)).state == "sent"
    await deliver(doors[0], self_mail("nia@example.org", real, datetime.now(UTC), key))
    assert [row.fate for row in await take_in()][3:] == ["accepted"]
    assert (await testing.read(number)).state == "sent"


async def test_it_counts_in_its_own_mailbox_only_and_once(testing, doors, take_in, signer, settings):
    async with testing.database.session() as session:
        other = await make_mailbox(session, settings, address="other@desk.example.com")
        foreign = await start_self_test(session, OPERATOR, other.id)
    key = load_or_create_dkim_key(settings.secrets_dir)
    await deliver(doors[0], self_mail(ADDRESS, signer.test_token(foreign), datetime.now(UTC), key))
    [row] = await take_in()
    assert row.fate == "refused"
    async with testing.database.session() as session:
        assert (await session.get(MailSelfTest, foreign)).state == "connecting"
    assert await testing.tickets() == 0


async def test_what_goes_wrong_is_said(testing, settings):
    number = await testing.run()
    failed = await testing.read(number)
    assert (failed.state, failed.obstacle) == ("failed", "no_server")
    assert steps(failed) == ["failed", "waiting", "waiting"]
    async with sink() as server:
        await testing.through(server.port)
        server.always = {"rcpt": {testing.mailbox.address: "550 5.7.1 not from here"}}
        refused = await testing.read(await testing.run())
        assert (refused.obstacle, steps(refused)) == ("refused", ["done", "failed", "waiting"])
        assert "not from here" in refused.says
    away = await testing.read(await testing.run())
    assert (away.obstacle, steps(away)[0]) == ("unreachable", "failed")


async def test_one_that_never_arrives_ends_clearly(testing):
    async with sink() as server:
        await testing.through(server.port)
        number = await testing.run()
        with pytest.raises(SelfTestRunning):
            await testing.run()
        await testing.later(sent_at=datetime.now(UTC) - timedelta(minutes=6))
        late = await testing.read(number)
        assert (late.state, late.obstacle, steps(late)) == ("failed", "not_found", ["done", "done", "failed"])
        assert "MX record" in late.says
        assert await testing.run() > number
    await testing.later(state="connecting", sent_at=None, started_at=datetime.now(UTC) - timedelta(minutes=3))
    assert (await testing.read(number)).obstacle == "not_sent"


async def test_a_bounce_ends_it(testing, doors, take_in):
    async with sink() as server:
        await testing.through(server.port)
        number = await testing.run()
        sent = server.received[0].content
    report = BOUNCE.replace(b"@ORIGINAL@", sent.partition(b"\r\n\r\n")[0])
    await send(doors[0], report.replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n"), ADDRESS, sender="")
    [row] = await take_in()
    failed = await testing.read(number)
    assert (row.fate, failed.state, failed.obstacle) == ("refused", "failed", "bounced")
    assert "mailbox is full" in failed.says


BOUNCE = b"""From: Mail Delivery <mailer-daemon@mx.example>
To: Support@desk.example.com
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; support@desk.example.com
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox is full
--b
Content-Type: text/rfc822-headers

@ORIGINAL@

--b--
"""
