"""Our own door for mail: stored before it is acknowledged, one mail in, one mail kept (T57, T68)."""

import asyncio
import contextlib
import ssl
from contextlib import asynccontextmanager

import aiosmtplib
import pytest
import uvloop
from tests.channels.email.sink import contexts
from tests.channels.email.speaking import Speaker

from deskbell.channels.email.listening.envelope import Envelope, Limits, Refusal, no_such_mailbox
from deskbell.channels.email.listening.listener import MailListener
from deskbell.channels.email.sending.outcome import State
from deskbell.channels.email.sending.server import Security, SmtpServer
from deskbell.channels.email.sending.smtp import send
from deskbell.core.addresses import AddressGuard

BOX = "support@desk.test"


class Kept:
    """What the listener delivered; `fail` and `refuse` are what storing does."""

    def __init__(self):
        self.mails = []
        self.error = None
        self.refused = {}
        self.delay = 0
        self.lookup = None

    async def deliver(self, raw, envelope):
        await asyncio.sleep(self.delay)
        if self.error:
            raise self.error
        self.mails.append((raw, envelope))
        return self.refused

    async def find_mailbox(self, asked):
        if self.lookup:
            raise self.lookup
        return None if asked.address.lower().endswith("@desk.test") else no_such_mailbox()


@asynccontextmanager
async def listening(speech="smtp", **options):
    kept = Kept()
    listener = MailListener(kept.deliver, kept.find_mailbox, hostname="desk.test", **options)
    kept.port = await listener.listen("127.0.0.1", 0, speech)
    kept.listener = listener
    try:
        yield kept
    finally:
        await listener.close(grace=0.1)


@asynccontextmanager
async def speaking(kept):
    speaker = await Speaker.connect(kept.port)
    try:
        yield speaker
    finally:
        await speaker.close()


async def test_a_mail_is_stored_as_it_came():
    content = b"From: a@b.c\r\n\r\n.\r\n..two\r\nbare\nbare\rnul\0 \xff " + b"x" * 200_000 + b"\r\n"
    async with listening() as kept, speaking(kept) as speaker:
        assert speaker.greeting.startswith("220 desk.test")
        answers = await speaker.begin(BOX, "Sales+x@DESK.test", BOX)
        assert "SIZE 40000000" in answers[0]
        assert "AUTH" not in answers[0]
        assert [answer[:3] for answer in answers] == ["250", "250", "250", "250", "250", "354"]
        await speaker.say(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        assert (await speaker.answer()).startswith("250 ")
        assert kept.mails == [
            (
                content,
                Envelope(
                    "ann@example.org", (BOX, "Sales+x@DESK.test"), "127.0.0.1", "client.test", "smtp", False
                ),
            )
        ]


async def test_the_null_return_path_and_nothing_at_all():
    async with listening() as kept, speaking(kept) as speaker:
        await speaker.begin(BOX, sender="")
        await speaker.say(b".\r\n")
        assert (await speaker.answer()).startswith("250")
        assert (kept.mails[0][0], kept.mails[0][1].sender) == (b"", "")


ENDS = {
    "lf dot lf": b"\n.\n",
    "lf dot crlf": b"\n.\r\n",
    "cr dot cr": b"\r.\r",
    "cr dot crlf": b"\r.\r\n",
    "crlf dot lf": b"\r\n.\n",
    "crlf dot cr": b"\r\n.\r",
    "lf dot cr": b"\n.\r",
    "cr dot lf": b"\r.\n",
    "crlf nul dot crlf": b"\r\n\0.\r\n",
    "crlf dot nul crlf": b"\r\n.\0\r\n",
    "crlf dot blank crlf": b"\r\n. \r\n",
    "crlf dot dot crlf": b"\r\n..\r\n",
    "crlf dot cr crlf": b"\r\n.\r\r\n",
    "lf lf dot crlf": b"\n\n.\r\n",
}
SMUGGLED = b"MAIL FROM:<eve@evil.test>\r\nRCPT TO:<support@desk.test>\r\nDATA\r\nSubject: smuggled\r\n\r\nHa"


@pytest.mark.parametrize("speech", ["smtp", "lmtp"])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_only_one_end_ends_a_mail(end, speech):
    hello = "EHLO a" if speech == "smtp" else "LHLO a"
    async with listening(speech) as kept, speaking(kept) as speaker:
        await speaker.begin(BOX, hello=hello)
        await speaker.say(b"Subject: one\r\n\r\nHi" + end + SMUGGLED + b"\r\n.\r\n")
        assert (await speaker.answer()).startswith("250")
        assert (await speaker.ask("QUIT")).startswith("221")
        ((raw, envelope),) = kept.mails
        assert b"smuggled" in raw
        assert envelope.sender == "ann@example.org"


async def test_commands_in_one_go():
    async with listening() as kept, speaking(kept) as speaker:
        lines = ["EHLO a", "MAIL FROM:<a@b.c>", f"RCPT TO:<{BOX}>", "RCPT TO:<x@y.z>", "DATA"]
        await speaker.say("".join(f"{line}\r\n" for line in lines).encode())
        answers = [await speaker.answer() for _ in lines]
        assert "PIPELINING" in answers[0]
        assert [answer[:3] for answer in answers] == ["250", "250", "250", "550", "354"]
        await speaker.say(b"Hi\r\n.\r\nNOOP\r\nQUIT\r\n")
        assert [(await speaker.answer())[:3] for _ in range(3)] == ["250", "250", "221"]
        assert [raw for raw, _ in kept.mails] == [b"Hi\r\n"]


async def test_an_end_cut_into_pieces_is_an_end():
    async with listening() as kept, speaking(kept) as speaker:
        await speaker.begin(BOX)
        for byte in b"Hi\r\n.\r\n":
            await speaker.say(bytes([byte]))
            await asyncio.sleep(0.01)
        assert (await speaker.answer()).startswith("250")
        assert kept.mails[0][0] == b"Hi\r\n"


@pytest.mark.parametrize("length", [65_530, 65_535, 65_536, 65_537, 131_072, 131_073])
async def test_long_lines_are_kept_whole(length):
    async with listening() as kept, speaking(kept) as speaker:
        await speaker.begin(BOX)
        content = b"x" * length + b"\r\n" + b"." * length + b"\r\n"
        await speaker.say(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        assert (await speaker.answer()).startswith("250")
        assert kept.mails[0][0] == content


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuntimeError("secret"), "451"),
        (OSError(28, "No space left"), "451"),
        (TimeoutError(), "451"),
        (Refusal(554, "5.7.1 No"), "554"),
        (Refusal(452, "4.3.1 Full\r\n250 Ok"), "452"),
    ],
)
async def test_what_is_not_stored_is_not_acknowledged(error, code):
    async with listening() as kept, speaking(kept) as speaker:
        kept.error = error
        await speaker.begin(BOX)
        await speaker.say(b"Hi\r\n.\r\n")
        answer = await speaker.answer()
        assert answer.startswith(code)
        assert "secret" not in answer
        kept.error = None
        assert (await speaker.ask("NOOP")).startswith("250")
        await speaker.begin(BOX)
        await speaker.say(b"Hi again\r\n.\r\n")
        assert (await speaker.answer()).startswith("250")
        assert [raw for raw, _ in kept.mails] == [b"Hi again\r\n"]


async def test_the_acknowledgement_waits_for_the_store():
    async with listening() as kept, speaking(kept) as speaker:
        kept.delay = 0.3
        await speaker.begin(BOX)
        await speaker.say(b"Hi\r\n.\r\n")
        await asyncio.sleep(0.1)
        assert kept.mails == []
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(waiting := asyncio.ensure_future(speaker.answer())), 0.05)
        assert (await waiting).startswith("250")
        assert len(kept.mails) == 1


async def test_unknown_mailboxes_and_a_lookup_that_fails():
    async with listening() as kept, speaking(kept) as speaker:
        answers = await speaker.begin("x@elsewhere.test")
        assert [answer[:3] for answer in answers] == ["250", "250", "550", "503"]
        kept.lookup = OSError("secret")
        answer = await speaker.ask(f"RCPT TO:<{BOX}>")
        assert answer.startswith("451")
        assert "secret" not in answer
        kept.lookup = Refusal(450, "4.2.1 Later")
        assert (await speaker.ask(f"RCPT TO:<{BOX}>")).startswith("450 4.2.1")


async def test_limits():
    limits = Limits(mail_size=1000, recipients=2, mails=3)
    async with listening(limits=limits) as kept, speaking(kept) as speaker:
        assert (await speaker.ask("EHLO a")).startswith("250")
        assert (await speaker.ask("MAIL FROM:<a@b.c> SIZE=1001")).startswith("552")
        answers = await speaker.begin(BOX, BOX, BOX)
        assert [answer[:3] for answer in answers] == ["250", "250", "250", "250", "452", "354"]
        await speaker.say(b"x" * 998 + b"\r\n.\r\n")
        assert (await speaker.answer()).startswith("250")
        await speaker.begin(BOX)
        await speaker.say(b"x\r\n" * 1000 + b".\r\n")
        assert (await speaker.answer()).startswith("552")
        assert len(kept.mails) == 1
        assert (await speaker.ask("MAIL FROM:<a@b.c>")).startswith("421")


async def test_connections_have_a_limit():
    async with listening(limits=Limits(connections_each=2)) as kept:
        first, second = [await Speaker.connect(kept.port) for _ in range(2)]
        third = await Speaker.connect(kept.port)
        assert third.greeting.startswith("421")
        await first.ask("QUIT")
        for speaker in (first, third):
            await speaker.close()
        await asyncio.sleep(0.05)
        async with speaking(kept) as fourth:
            assert fourth.greeting.startswith("220")
        await second.close()


async def test_silence_and_slow_content_end():
    async with listening(limits=Limits(silence=0.2, content_time=0.3)) as kept:
        async with speaking(kept) as speaker:
            assert await asyncio.wait_for(speaker.answer(), 2) == ""
        async with speaking(kept) as speaker:
            await speaker.begin(BOX)
            with contextlib.suppress(ConnectionError):
                for _ in range(20):
                    await speaker.say(b"x")
                    await asyncio.sleep(0.05)
            assert await asyncio.wait_for(speaker.answer(), 2) == ""
        assert kept.mails == []


async def test_a_connection_lost_within_a_mail_keeps_nothing():
    async with listening() as kept:
        for tail in (b"", b"\r\n", b"\r\n.", b"\r\n.\r"):
            async with speaking(kept) as speaker:
                await speaker.begin(BOX)
                await speaker.say(b"Hi" + tail)
        await asyncio.sleep(0.1)
        assert kept.mails == []
        assert kept.listener._sessions == {}


@pytest.mark.parametrize(
    "line",
    [
        b"\r\n",
        b"\xff\xfe\r\n",
        b"MAIL FROM:<" + b"(" * 400 + b"@b.c>\r\n",
        b"MAIL FROM:<a@b.c> X=Y\r\n",
        b"RCPT TO:<a@b.c>\r\n",
        b"DATA\r\n",
        b"x" * 100_000 + b"\r\n",
        b"AUTH PLAIN AGEAYg==\r\n",
        b"VRFY root\r\n",
        b"EXPN root\r\n",
        b"STARTTLS\r\n",
        b"LHLO a\r\n",
        b"BDAT 3\r\n",
    ],
)
async def test_odd_commands_are_answered(line):
    async with listening() as kept, speaking(kept) as speaker:
        await speaker.ask("EHLO a")
        await speaker.say(line)
        assert (await speaker.answer())[:1] in "245"
        assert (await speaker.ask("NOOP")).startswith("250")


async def test_lmtp_answers_for_each_recipient():
    async with listening("lmtp") as kept, speaking(kept) as speaker:
        assert (await speaker.ask("EHLO a")).startswith("500")
        kept.refused = {"b@desk.test": Refusal(452, "4.2.2 Full")}
        answers = await speaker.begin("a@desk.test", "x@y.z", "b@desk.test", "c@desk.test", hello="LHLO a")
        assert [answer[:3] for answer in answers] == ["250", "250", "250", "550", "250", "250", "354"]
        await speaker.say(b"Hi\r\n.\r\n")
        assert [(await speaker.answer())[:3] for _ in range(3)] == ["250", "452", "250"]
        assert kept.mails[0][1].recipients == ("a@desk.test", "b@desk.test", "c@desk.test")
        assert kept.mails[0][1].speech == "lmtp"


async def test_lmtp_answers_for_each_recipient_when_all_goes_wrong():
    async with listening("lmtp", limits=Limits(mail_size=100)) as kept, speaking(kept) as speaker:
        for content, code in ((b"x" * 200, "552"), (b"x", "451")):
            kept.error = OSError()
            await speaker.begin("a@desk.test", "b@desk.test", hello="LHLO a")
            await speaker.say(content + b"\r\n.\r\n")
            assert [(await speaker.answer())[:3] for _ in range(2)] == [code, code]
        assert (await speaker.ask("NOOP")).startswith("250")


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        ({}, "250"),
        ({"a@desk.test": Refusal(550, "no")}, "250"),
        ({"a@desk.test": Refusal(550, "no"), "b@desk.test": Refusal(550, "no")}, "550"),
        ({"a@desk.test": Refusal(550, "no"), "b@desk.test": Refusal(451, "later")}, "451"),
        ({"b@desk.test": Refusal(451, "later")}, "451"),
    ],
)
async def test_smtp_has_one_answer(refused, code):
    async with listening() as kept, speaking(kept) as speaker:
        kept.refused = refused
        await speaker.begin("a@desk.test", "b@desk.test")
        await speaker.say(b"Hi\r\n.\r\n")
        assert (await speaker.answer())[:3] == code


async def test_lmtp_over_a_unix_socket(tmp_path):
    kept = Kept()
    listener = MailListener(kept.deliver, kept.find_mailbox)
    path = tmp_path / "lmtp"
    await listener.listen_unix(path)
    assert path.stat().st_mode & 0o777 == 0o600
    speaker = Speaker(*await asyncio.open_unix_connection(path))
    assert (await speaker.answer()).startswith("220")
    await speaker.begin(BOX, hello="LHLO a")
    await speaker.say(b"Hi\r\n.\r\n")
    assert (await speaker.answer()).startswith("250")
    assert kept.mails[0][1].client == ""
    await speaker.close()
    await listener.close(grace=0.1)


async def test_starttls_is_offered_and_injection_is_forgotten(tmp_path):
    server_side, client_side = contexts(tmp_path)
    async with listening(tls=server_side) as kept:
        client = aiosmtplib.SMTP(
            hostname="127.0.0.1", port=kept.port, start_tls=True, tls_context=client_side
        )
        async with client:
            await client.sendmail("a@b.c", [BOX], b"Hi\r\n")
            assert "auth" not in client.esmtp_extensions
        assert kept.mails[0][1].secured
        async with speaking(kept) as speaker:
            await speaker.ask("EHLO a")
            await speaker.say(b"STARTTLS\r\nMAIL FROM:<eve@evil.test>\r\n")
            assert (await speaker.answer()).startswith("220")
            injected = asyncio.ensure_future(speaker.answer())
            await asyncio.sleep(0.1)
            assert not injected.done() or not injected.result().startswith("250")
            injected.cancel()


async def test_closing_lets_a_mail_be_acknowledged():
    async with listening() as kept, speaking(kept) as speaker:
        kept.delay = 0.2
        await speaker.begin(BOX)
        await speaker.say(b"Hi\r\n.\r\n")
        await asyncio.sleep(0.05)
        await kept.listener.close(grace=2)
        assert (await speaker.answer()).startswith("250")
        assert await speaker.answer() == ""
        with pytest.raises(OSError, match="onnect"):
            await Speaker.connect(kept.port)


def test_the_same_under_uvloop(tmp_path):
    """The worker's loop: sending and listening, in the open and secured."""
    server_side, client_side = contexts(tmp_path)

    async def both():
        async with listening(tls=server_side) as kept:
            for security in (Security.none, Security.starttls):
                server = SmtpServer("127.0.0.1", kept.port, security, private=True)
                outcome = await send(
                    b"x" * 3_000_000, "a@b.c", [BOX, "x@y.z"], server, guard=AddressGuard(), tls=client_side
                )
                assert [each.state for each in outcome.deliveries] == [State.accepted, State.failed]
            assert [(len(raw), envelope.secured) for raw, envelope in kept.mails] == [
                (3_000_002, False),
                (3_000_002, True),
            ]

    uvloop.run(both())
    assert isinstance(client_side, ssl.SSLContext)
