"""Mail is kept before it is acknowledged, once for each mailbox (T57, T67, T68)."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text
from tests.channels.email.inbound.conftest import ledger
from tests.channels.email.inbound.mails import mail, send
from tests.factories.departments import make_department
from tests.factories.mailboxes import make_mailbox

from deskbell.channels.email.inbound.fingerprint import fingerprint
from deskbell.channels.email.inbound.models import InboundContent

DESKBELL = Path(sys.executable).parent / "deskbell"
TRACE = [
    "Received: from a.example (a.example [192.0.2.1])\r\n\tby b.example; Mon, 1 Jun 2026 10:00:00 +0000",
    "Return-Path: <nia@example.org>",
    "Delivered-To: support@desk.example.com",
    "Authentication-Results: b.example; dkim=pass",
    "X-Spam-Score: 0.1",
]


async def contents(database):
    async with database.session() as session:
        return list(
            await session.scalars(select(InboundContent.raw).order_by(InboundContent.inbound_mail_id))
        )


async def test_a_mail_is_kept_as_it_came(desk, doors):
    raw = mail(".a dot\r\nand \xe9".encode("latin-1").decode("latin-1"), Message_ID="<1@example.org>")
    assert await send(doors[0], raw) == ["250 2.0.0 Stored"]
    [row] = await ledger(desk.database)
    assert (row.fate, row.source, row.sender) == ("waiting", "smtp", "nia@example.org")
    assert (row.recipients, row.client, row.helo) == (
        ["support@desk.example.com"],
        "127.0.0.1",
        "client.test",
    )
    assert (row.mailbox_id, row.department_id, row.size) == (desk.mailbox.id, desk.department.id, len(raw))
    assert await contents(desk.database) == [raw]


@pytest.mark.parametrize("added", TRACE)
async def test_the_same_mail_again_is_counted_on_its_first_row(desk, doors, added):
    raw = mail()
    await send(doors[0], raw)
    assert await send(doors[0], f"{added}\r\n".encode() + raw) == ["250 2.0.0 Stored"]
    assert await send(doors[1], raw, hello="LHLO mta.test") == ["250 2.0.0 Stored"]
    [row] = await ledger(desk.database)
    assert (row.duplicates, len(await contents(desk.database))) == (2, 1)


async def test_another_mail_is_another_one(desk, doors):
    for raw in (mail("one"), mail("two"), mail("one", subject="Received: x"), mail("one", X_Other="y")):
        await send(doors[0], raw)
    assert [row.duplicates for row in await ledger(desk.database)] == [0, 0, 0, 0]


async def test_one_mail_to_two_mailboxes_is_two(desk, doors, settings):
    async with desk.database.session() as session:
        department = await make_department(session)
        other = await make_mailbox(session, settings, department, address="sales@desk.example.com")
    both = ("support@desk.example.com", "SALES+x@desk.example.com", "sales@desk.example.com")
    assert await send(doors[1], mail(), *both, hello="LHLO mta.test") == ["250 2.0.0 Stored"] * 3
    first, second = await ledger(desk.database)
    assert {first.mailbox_id, second.mailbox_id} == {desk.mailbox.id, other.id}
    assert sorted(len(row.recipients) for row in (first, second)) == [1, 2]


@pytest.mark.parametrize("address", ["nobody@desk.example.com", "support@other.example", "support", "+@x"])
async def test_an_address_that_is_none_of_ours_is_refused(desk, doors, address):
    [answer] = await send(doors[0], mail(), address)
    assert answer[:3] in {"503", "501"}
    assert await ledger(desk.database) == []


async def test_a_mailbox_that_is_switched_off_takes_nothing(desk, doors):
    async with desk.database.session() as session:
        await session.execute(text("update mailboxes set enabled = false"))
    assert (await send(doors[0], mail()))[0].startswith("503")


async def test_what_can_not_be_kept_is_not_acknowledged(desk, doors):
    async with desk.database.session() as session:
        await session.execute(text("alter table inbound_contents add constraint full_disk check (false)"))
    assert (await send(doors[0], mail()))[0].startswith("451")
    assert await ledger(desk.database) == []
    async with desk.database.session() as session:
        await session.execute(text("alter table inbound_contents drop constraint full_disk"))
    assert await send(doors[0], mail()) == ["250 2.0.0 Stored"]


async def test_twenty_deliveries_of_one_mail_at_once_are_one(desk, doors):
    answers = await asyncio.gather(*(send(doors[0], mail()) for _ in range(20)))
    assert answers == [["250 2.0.0 Stored"]] * 20
    [row] = await ledger(desk.database)
    assert row.duplicates == 19


def test_line_ends_and_trace_make_no_difference():
    raw = mail(X_Long="a\r\n\tb")
    assert fingerprint(raw) == fingerprint(raw.replace(b"\r\n", b"\n")) == fingerprint(b"Status: RO\n" + raw)
    assert fingerprint(raw) != fingerprint(raw.replace(b"Hello", b"Hullo"))
    assert all(len(fingerprint(odd)) == 32 for odd in (b"", b"no header", b"\n\n", b"\r\r"))


async def run_deliver(port, raw, *recipients, sender="nia@example.org"):
    command = [DESKBELL, "mail", "deliver", "--lmtp", f"127.0.0.1:{port}", "--sender", sender, *recipients]
    return await asyncio.to_thread(subprocess.run, command, input=raw, capture_output=True, check=False)


async def test_deliver_hands_over_by_lmtp(desk, doors):
    raw = b"From nia Mon Jun 1\n" + mail(".\r\n..two").replace(b"\r\n", b"\n")
    done = await run_deliver(doors[1], raw, "support@desk.example.com")
    assert done.returncode == 0, done.stderr
    assert await contents(desk.database) == [mail(".\r\n..two")]
    [row] = await ledger(desk.database)
    assert (row.source, row.sender) == ("lmtp", "nia@example.org")


async def test_deliver_says_whether_to_try_again(desk, doors):
    refused = await run_deliver(doors[1], mail(), "nobody@desk.example.com")
    assert refused.returncode == 69
    async with desk.database.session() as session:
        await session.execute(text("alter table inbound_contents add constraint full_disk check (false)"))
    assert (await run_deliver(doors[1], mail(), "support@desk.example.com")).returncode == 75
    assert (await run_deliver(1, mail(), "support@desk.example.com")).returncode == 75
