"""Closed tickets, programs, bounces, loops, and mails that are hardly any (T57, T59, T69)."""

import pytest
from sqlalchemy import select, text
from tests.channels.email.inbound.conftest import event_types, ledger, messages, tickets
from tests.channels.email.inbound.mails import mail, send
from tests.channels.email.parsing.bombs import BOMBS

from deskbell.channels.email.inbound import work
from deskbell.channels.email.inbound.models import MailBounce
from deskbell.files.models import File
from deskbell.tickets.models import Status

SUPPORT = "support@desk.example.com"


async def set_status(desk, ticket_id, kind):
    async with desk.database.session() as session:
        status = await session.scalar(select(Status).where(Status.kind == kind, Status.is_default))
        values = {"id": ticket_id, "status": status.id, "kind": kind}
        change = text("update tickets set status_id = :status, status_kind = :kind where id = :id")
        await session.execute(change, values)


@pytest.mark.parametrize("kind", ["pending", "on_hold", "solved"])
async def test_an_answer_opens_a_ticket_again_and_a_programs_does_not(desk, receive, kind):
    first = await receive(mail(Message_ID="<1@example.org>"))
    await set_status(desk, first.ticket_id, kind)
    away = mail("Away.", In_Reply_To="<1@example.org>", Auto_Submitted="auto-replied")
    row = await receive(away)
    assert (row.ticket_id, row.automatic, row.answerable) == (first.ticket_id, True, False)
    assert (await tickets(desk.database))[0].status_kind == kind
    await receive(mail("Back.", In_Reply_To="<1@example.org>"))
    assert (await tickets(desk.database))[0].status_kind == "open"


async def test_an_answer_to_a_closed_ticket_opens_one_that_continues_it(desk, receive):
    first = await receive(mail(Message_ID="<1@example.org>"))
    await set_status(desk, first.ticket_id, "closed")
    row = await receive(mail("Still broken.", In_Reply_To="<1@example.org>", Message_ID="<2@example.org>"))
    old, new = await tickets(desk.database)
    assert (row.ticket_id, new.continues_id, old.message_count) == (new.id, old.id, 1)


async def test_an_answer_to_a_deleted_ticket_is_a_new_one(desk, receive):
    first = await receive(mail(Message_ID="<1@example.org>"))
    async with desk.database.session() as session:
        await session.execute(text("update tickets set deleted_at = now()"))
    row = await receive(mail("Hello?", In_Reply_To="<1@example.org>"))
    assert row.ticket_id not in {first.ticket_id, None}


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.org>"},
        {"X_Auto_Response_Suppress": "All"},
        {"sender": "no-reply@example.org"},
        {"sender": "MAILER-DAEMON@example.org"},
        {"subject": "Out of office"},
    ],
)
async def test_what_a_program_sent_is_not_to_be_answered(receive, headers):
    row = await receive(mail(**headers))
    assert (row.fate, row.answerable) == ("accepted", False)


async def test_the_null_return_path_is_not_to_be_answered(receive):
    assert (await receive(mail(), sender="")).answerable is False


REPORT = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; nia@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user
--b
Content-Type: message/rfc822

Message-ID: {}
Subject: Re: It is broken

Hello.
--b--
"""
DAEMON = "From: Mail <MAILER-DAEMON@mx.example.org>\nSubject: Undelivered\nMIME-Version: 1.0\n"


def report(internet_id):
    return (DAEMON + REPORT.format(internet_id)).replace("\n", "\r\n").encode()


async def test_a_bounce_is_noted_on_the_mail_that_bounced(desk, receive, signer):
    ticket_id = (await receive(mail())).ticket_id
    raw = report(signer.message_id("desk.example.com", ticket_id, 77))
    row = await receive(raw, to=[signer.bounce_address(SUPPORT, 77)], sender="")
    assert (row.fate, row.threaded_by, row.ticket_id, row.message_id) == (
        "accepted",
        "bounce",
        ticket_id,
        None,
    )
    async with desk.database.session() as session:
        [bounce] = await session.scalars(select(MailBounce))
    assert (bounce.mail_id, bounce.ticket_id, bounce.recipient) == (77, ticket_id, "nia@example.org")
    assert (bounce.action, bounce.status, bounce.diagnostic) == ("failed", "5.1.1", "550 no such user")
    assert await event_types(desk.database, "inbound_mail.") == ["inbound_mail.bounced"]
    assert len(await messages(desk.database)) == 1


async def test_a_forged_bounce_marks_nothing(desk, receive):
    row = await receive(report("<made.up@desk.example.com>"), sender="")
    async with desk.database.session() as session:
        assert list(await session.scalars(select(MailBounce))) == []
    assert (row.fate, row.answerable) == ("accepted", False)


@pytest.mark.parametrize("sender", ["Support@Desk.example.com", "support+tag@desk.example.com"])
async def test_t59_mail_of_a_mailbox_of_ours_is_held(desk, receive, sender):
    row = await receive(mail(sender=sender))
    assert (row.fate, row.ticket_id) == ("held", None)
    assert await tickets(desk.database) == []
    assert await event_types(desk.database, "inbound_mail.") == ["inbound_mail.set_aside"]


async def test_t59_a_storm_of_programs_mail_is_held(desk, receive):
    raws = [mail(str(number), Auto_Submitted="auto-generated") for number in range(25)]
    await receive(*raws)
    fates = [row.fate for row in await ledger(desk.database)]
    assert fates == ["accepted"] * 20 + ["held"] * 5


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"no header at all\r\n",
        b"From:\r\nSubject: x\r\n\r\nhi\r\n",
        b"From: <>\r\n\r\nhi\r\n",
        b"\x00\xff\xfe\r\n\r\n\x00\r\n",
    ],
)
async def test_a_mail_that_nobody_wrote_is_kept_for_agents(desk, receive, raw):
    row = await receive(raw, sender="")
    assert (row.fate, row.ticket_id) == ("unreadable", None)
    assert "Nobody can be found" in row.reason


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: no from\r\n\r\nhi\r\n",
        b"From: a@example.org\r\nFrom: b@example.org\r\n\r\nhi\r\n",
        b"From: a@example.org, b@example.org\r\n\r\nhi\r\n",
        b"From: a@example.org\r\n\r\n",
        b"From: \x00\xed\xa0\x80 <a@example.org>\r\nSubject: \x00\xed\xa0\x80\r\n\r\n\x00\xed\xa0\x80\r\n",
        b"From: a@example.org\r\nSubject: " + b"x" * 1_000_000 + b"\r\n\r\nhi\r\n",
        b"From: a@example.org\r\nMessage-ID: <" + b"x" * 60_000 + b">\r\n\r\nhi\r\n",
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n<script>only</script>\r\n",
        b'From: "' + b"n" * 5000 + b'" <a@example.org>\r\n\r\nhi\r\n',
        mail("a\r\n.\nMAIL FROM:<x@y>\r\n"),
    ],
)
async def test_odd_mails_are_shown(desk, receive, raw):
    row = await receive(raw)
    assert row.fate in {"accepted", "unreadable"}
    assert row.ticket_id is not None
    assert len(await messages(desk.database)) == 1


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
async def test_a_body_beyond_reading_is_cut_and_attached_whole(desk, receive, storage, kind):
    lines = "".join(f"<p>{number}</p>\n" for number in range(60_000))
    row = await receive(mail(lines, Content_Type=kind, MIME_Version="1.0"))
    assert row.fate == "accepted"  # the parser gives up by itself on what takes it too long
    [message] = await messages(desk.database, row.ticket_id)
    async with desk.database.session() as session:
        [file] = await session.scalars(select(File))
    kept = b"".join([chunk async for chunk in await storage.read(file.storage_key)])
    assert len(message.text) <= 500_000
    assert kept.decode().replace("\r\n", "\n").strip() == lines.strip()
    assert file.name == {"text/plain": "message.txt", "text/html": "message.html"}[kind]


@pytest.mark.parametrize("name", sorted(BOMBS))
async def test_bombs_are_kept_and_delay_nobody(desk, receive, name):
    row = await receive(BOMBS[name](), mail("after"))
    first = (await ledger(desk.database))[0]
    assert first.fate in {"accepted", "unreadable"}
    assert (row.fate, row.subject) == ("accepted", "It is broken")


async def test_t69_one_mail_that_fails_holds_up_no_other(desk, doors, take_in, monkeypatch):
    real = work.take_in

    async def failing(session, taken, known):
        if "poison" in taken.subject:
            await session.execute(text("select 1 / 0"))
        await real(session, taken, known)

    monkeypatch.setattr(work, "take_in", failing)
    for number in range(10):
        await send(doors[0], mail(str(number), subject="poison" if number == 3 else "fine"))
    rows = await take_in()
    assert [row.fate for row in rows].count("accepted") == 9
    assert (rows[3].fate, rows[3].attempts) == ("waiting", 1)
    for _ in range(5):
        async with desk.database.session() as session:
            await session.execute(
                text("update inbound_mails set claimed_until = null where fate = 'waiting'")
            )
        rows = await take_in()
    assert (rows[3].fate, rows[3].reason[:29]) == ("unreadable", "It could not be taken in (DBA")


async def test_two_workers_make_one_ticket_of_a_mail(desk, doors, take_in, monkeypatch):
    await send(doors[0], mail())
    real = work.take_in

    async def slower_than_the_other(session, taken, known):
        monkeypatch.setattr(work, "take_in", real)
        async with desk.database.session() as other:
            await other.execute(text("update inbound_mails set claimed_until = null"))
        await take_in()
        await real(session, taken, known)

    monkeypatch.setattr(work, "take_in", slower_than_the_other)
    [row] = await take_in()
    assert (row.fate, len(await tickets(desk.database)), len(await messages(desk.database))) == (
        "accepted",
        1,
        1,
    )
