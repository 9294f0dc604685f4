"""Each point at which sending can fail has its outcome; nothing is lost and nothing is silently doubled."""

import asyncio
import base64
from collections import Counter

import pytest
from tests.channels.email.sink import DROP, Slow, contexts, sink

from deskbell.channels.email.sending.outcome import Stage, State, queue_id_of, readable
from deskbell.channels.email.sending.server import Login, Security, SmtpServer
from deskbell.channels.email.sending.smtp import send, try_login
from deskbell.core.addresses import AddressGuard

GUARD = AddressGuard()
MAIL = b"From: a@desk.test\r\nTo: b@c.d\r\nSubject: Hi\r\n\r\nHello\r\n.\r\n..x\r\n.end"
SENDER = "support@desk.test"


async def sent(server, *recipients, mail=MAIL, sender=SENDER, **more):
    return await send(mail, sender, recipients or ("b@c.d",), server, guard=GUARD, **more)


async def test_a_mail_arrives_as_it_was():
    async with sink() as server:
        outcome = await sent(server.settings(), "b@c.d", "e@f.g", "b@c.d")
        assert outcome.state is State.accepted
        assert [(each.recipient, each.queue_id, each.stage) for each in outcome.deliveries] == [
            ("b@c.d", "Q1", Stage.done),
            ("e@f.g", "Q1", Stage.done),
        ]
        (mail,) = server.received
        assert (mail.sender, mail.recipients, mail.content) == (SENDER, ["b@c.d", "e@f.g"], MAIL + b"\r\n")
        assert f"SIZE={len(MAIL)}" in mail.options


async def test_the_null_return_path():
    async with sink() as server:
        assert (await sent(server.settings(), sender="")).state is State.accepted
        assert server.received[0].sender == ""


@pytest.mark.parametrize(
    "content", [b"a\nb\rc\r\nd", b".\r\n.\n.\r.", b"\r\n.\r\nMAIL FROM:<x@y>\r\n", b"", b"a" * 100_000]
)
async def test_content_stays_one_mail_whatever_it_holds(content):
    async with sink() as server:
        assert (await sent(server.settings(), mail=content)).state is State.accepted
        lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
        assert [each.content for each in server.received] == [
            lines if lines.endswith(b"\r\n") else lines + b"\r\n"
        ]


FAULTS = [
    ({"greeting": "421 4.3.2 busy"}, State.deferred, Stage.connecting, 421),
    ({"greeting": "554 5.7.1 go away"}, State.deferred, Stage.connecting, 554),
    ({"greeting": DROP}, State.deferred, Stage.connecting, None),
    ({"greeting": Slow(2)}, State.deferred, Stage.connecting, None),
    ({"ehlo": DROP}, State.deferred, Stage.sender, None),
    ({"mail": "421 4.3.2 busy"}, State.deferred, Stage.sender, 421),
    ({"mail": "451 4.3.0 later"}, State.deferred, Stage.sender, 451),
    ({"mail": "550 5.7.1 not you"}, State.failed, Stage.sender, 550),
    ({"mail": "552 5.3.4 too large"}, State.failed, Stage.sender, 552),
    ({"mail": "530 5.7.0 log in first"}, State.deferred, Stage.login, 530),
    ({"mail": DROP}, State.deferred, Stage.sender, None),
    ({"rcpt": "450 4.2.1 greylisted"}, State.deferred, Stage.recipient, 450),
    ({"rcpt": "550 5.1.1 unknown"}, State.failed, Stage.recipient, 550),
    ({"rcpt": "421 4.3.2 busy"}, State.deferred, Stage.recipient, 421),
    ({"rcpt": DROP}, State.deferred, Stage.recipient, None),
    ({"rcpt": Slow(2)}, State.deferred, Stage.recipient, None),
    ({"data": "451 4.3.0 later"}, State.deferred, Stage.content, 451),
    ({"data": "554 5.7.1 no"}, State.failed, Stage.content, 554),
    ({"data": DROP}, State.deferred, Stage.content, None),
    ({"dot": "421 4.3.2 busy"}, State.deferred, Stage.content, 421),
    ({"dot": "451 4.3.0 later"}, State.deferred, Stage.content, 451),
    ({"dot": "550 5.7.1 spam"}, State.failed, Stage.content, 550),
    ({"dot": "399 what"}, State.uncertain, Stage.content, 399),
    ({"dot": "nonsense"}, State.uncertain, Stage.content, None),
    ({"dot": DROP}, State.uncertain, Stage.content, None),
    ({"dot": Slow(2)}, State.uncertain, Stage.content, None),
]


@pytest.mark.parametrize(("fault", "state", "stage", "code"), FAULTS)
async def test_each_fault_has_its_outcome(fault, state, stage, code):
    async with sink() as server:
        server.fault(**fault)
        outcome = await sent(server.settings(patience=0.5, final_patience=0.5), "b@c.d", "e@f.g")
        assert {(each.state, each.stage, each.code) for each in outcome.deliveries} == {(state, stage, code)}
        assert outcome.state is state
        assert all(each.answer for each in outcome.deliveries)
        assert outcome.outstanding == (("b@c.d", "e@f.g") if state is State.deferred else ())
        assert outcome.settings_at_fault is (stage is Stage.login)
        assert (await sent(server.settings())).state is State.accepted


async def test_recipients_have_outcomes_of_their_own():
    async with sink() as server:
        server.fault(rcpt={"b@c.d": "550 5.1.1 unknown", "e@f.g": "451 4.2.1 later"})
        outcome = await sent(server.settings(), "b@c.d", "e@f.g", "h@i.j")
        states = {each.recipient: each.state for each in outcome.deliveries}
        assert states == {"b@c.d": "failed", "e@f.g": "deferred", "h@i.j": "accepted"}
        assert (outcome.state, outcome.outstanding) == (State.deferred, ("e@f.g",))
        assert server.received[0].recipients == ["h@i.j"]


async def test_a_drop_at_the_dot_is_uncertain_for_those_who_were_taken():
    async with sink() as server:
        server.fault(rcpt={"b@c.d": "550 5.1.1 unknown"}, dot=DROP)
        outcome = await sent(server.settings(), "b@c.d", "e@f.g")
        assert [each.state for each in outcome.deliveries] == [State.failed, State.uncertain]


async def test_a_drop_within_the_content_is_deferred():
    """The dot never left: what hadn't been read yet shows that."""
    async with sink() as server:
        server.fault(body=DROP)
        outcome = await sent(server.settings(), mail=b"x" * 78 + b"\r\n" + b"y" * 20_000_000)
        assert (outcome.state, server.received) == (State.deferred, [])


async def test_nobody_there():
    async with sink() as server:
        settings = server.settings()
    outcome = await sent(settings)
    assert (outcome.state, outcome.deliveries[0].stage) == (State.deferred, Stage.connecting)


async def test_no_recipients_no_connection():
    async with sink() as server:
        outcome = await send(MAIL, SENDER, [], server.settings(), guard=GUARD)
        assert (outcome.deliveries, server.connections) == ((), 0)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "::1", "::ffff:127.0.0.1", ""]
)
async def test_a_private_server_is_reached_only_where_that_was_said(host):
    async with sink() as server:
        settings = SmtpServer(host, server.port, Security.none, patience=1)
        outcome = await sent(settings)
        assert (outcome.state, outcome.deliveries[0].stage) == (State.deferred, Stage.connecting)
        assert server.connections == 0


HOSTILE = [
    "b@c.d\r\nRCPT TO:<eve@evil.test>",
    "b@c.d>\r\nDATA",
    "b@c.d> NOTIFY=NEVER",
    "b@c.d\0",
    "<b@c.d><eve@evil.test>",
    "b@c.d, eve@evil.test",
    "",
]


@pytest.mark.parametrize("address", HOSTILE)
async def test_an_address_adds_no_recipient(address):
    async with sink() as server:
        outcome = await sent(server.settings(), address, "good@c.d")
        assert [each.state for each in outcome.deliveries] == [State.failed, State.accepted]
        named = [each[1] for each in server.commands if each[0] == "RCPT"]
        assert "eve@evil.test" not in named
        assert all(mail.recipients == ["good@c.d"] for mail in server.received)


async def test_addresses_beyond_ascii():
    async with sink() as server:
        outcome = await sent(server.settings(), "jörg@bücher.test")
        assert outcome.state is State.accepted
        assert server.received[0].recipients == ["jörg@xn--bcher-kva.test"]
        assert "SMTPUTF8" in server.received[0].options


async def test_tls_from_the_start_and_by_starttls(tmp_path):
    server_side, client_side = contexts(tmp_path)
    for implicit, security in ((True, Security.tls), (False, Security.starttls)):
        async with sink(tls=server_side, implicit=implicit) as server:
            outcome = await sent(server.settings(security=security), tls=client_side)
            assert (outcome.state, server.received[0].secured) == (State.accepted, True)
            untrusted = await sent(server.settings(security=security))
            assert untrusted.state is State.deferred
            assert len(server.received) == 1


async def test_starttls_is_insisted_on():
    async with sink() as server:
        outcome = await sent(server.settings(security=Security.starttls))
        assert (outcome.deliveries[0].stage, outcome.settings_at_fault) == (Stage.tls, True)
        assert server.received == []


@pytest.mark.parametrize("login", [Login("us", "secret"), Login("us", access_token="token")])
async def test_logins(login):
    async with sink() as server:
        server.passwords, server.tokens = {"us": "secret"}, {"us": "token"}
        assert (await sent(server.settings(login=login))).state is State.accepted
        assert server.received[0].login == "us"
        assert (await try_login(server.settings(login=login), guard=GUARD)).outcome.state is State.accepted


@pytest.mark.parametrize("login", [Login("us", "wrong"), Login("us", access_token="old")])
async def test_a_refused_login_lets_the_mail_wait(login):
    async with sink() as server:
        server.passwords, server.tokens = {"us": "secret"}, {"us": "token"}
        for outcome in (
            await sent(server.settings(login=login)),
            (await try_login(server.settings(login=login), guard=GUARD)).outcome,
        ):
            assert (outcome.deliveries[0].stage, outcome.deliveries[0].code) == (Stage.login, 535)
            assert (outcome.state, outcome.settings_at_fault) == (State.deferred, True)
        assert server.received == []


async def test_a_password_is_not_sent_in_the_open():
    outcome = await sent(SmtpServer("mail.example.org", 25, Security.none, Login("us", "secret")))
    assert (outcome.state, outcome.settings_at_fault) == (State.deferred, True)


def test_secrets_are_not_printed():
    text = repr(SmtpServer("h", login=Login("us", "sesame", "open")))
    assert "sesame" not in text
    assert "open" not in text


async def test_many_at_once():
    async with sink() as server:
        mails = [MAIL + b"\r\n%d" % number for number in range(100)]
        outcomes = await asyncio.gather(*(sent(server.settings(patience=30), mail=mail) for mail in mails))
        assert Counter(each.state for each in outcomes) == {State.accepted: 100}
        assert {each.content for each in server.received} == {mail + b"\r\n" for mail in mails}


@pytest.mark.parametrize(
    ("answer", "queue_id"),
    [
        ("2.0.0 Ok: queued as 4XyZ12", "4XyZ12"),
        ("OK id=1sRq2k-0001Ab-2C", "1sRq2k-0001Ab-2C"),
        ("2.6.0 <a@b> [InternalId=1, Hostname=x] 1 bytes Queued mail for delivery", None),
        ("2.0.0 OK  1700000000 abc123 - gsmtp", "1700000000"),
        ("Thanks", None),
        ("", None),
    ],
)
def test_queue_ids(answer, queue_id):
    assert queue_id_of(answer) == queue_id


def test_answers_are_one_line():
    assert readable("a\r\nb\0\x1b[2J" + "c" * 9999) == ("a b [2J" + "c" * 9999)[:500]
    assert base64.b64encode(readable("é\udc80").encode())
