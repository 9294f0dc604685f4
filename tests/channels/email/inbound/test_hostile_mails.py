"""Hostile mails, from the listener to what the API shows: kept as they came, shown as text."""

import re
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, unquote

import psutil
import pytest
from tests.channels.email.inbound.conftest import ledger
from tests.channels.email.inbound.mails import mail
from tests.channels.email.parsing.bombs import REPLY_BOMBS
from tests.channels.email.speaking import Speaker
from tests.channels.email.test_listening import ENDS, SMUGGLED
from tests.conftest import client_of
from tests.factories.file_names import HOSTILE
from tests.factories.sessions import token_for
from tests.factories.uploads import fetch
from tests.factories.users import make_admin

from deskbell.core.storage import FolderStorage

SUPPORT = "support@desk.example.com"
MOST_MEMORY = 300_000_000
KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}")
UNFIT = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
DISPOSITION = re.compile(
    r"attachment; filename=\"([^\"\\\x00-\x1f\x7f-\uffff]*)\"(?:; filename\*=UTF-8''([\w.~%-]*))?", re.ASCII
)


@pytest.fixture
def storage(settings):
    """Where the application looks for files, too."""
    return FolderStorage(settings.data_dir / "files")


@asynccontextmanager
async def reader_of(app, database):
    """An admin's client."""
    async with database.session() as session:
        token = await token_for(session, app, await make_admin(session))
    async with client_of(app, {"authorization": f"Bearer {token}"}) as client:
        yield client


async def said(client, row):
    """The messages of a mail's ticket, as the API shows them."""
    answer = await client.get(f"/v1/tickets/{row.ticket_id}/messages")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def as_kept(client, row):
    return (await client.get(f"/v1/inbound-mails/{row.id}/raw")).content


def peaks():
    """Bytes of real memory, at most so far, of each process of ours that reads mail."""
    for child in psutil.Process().children(recursive=True):
        if any("parsing.child" in word for word in child.cmdline()):
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
            yield int(status.partition("VmHWM:")[2].split()[0]) * 1024


async def test_t72_reply_bombs_are_kept_and_delay_nobody(desk, live_app, receive):
    raws = {name: mail(f"My reply.\r\n\r\n{bomb}") for name, bomb in REPLY_BOMBS.items()}
    assert min(map(len, raws.values())) > 190_000
    last = await receive(*raws.values(), mail("after"))
    *rows, after = await ledger(desk.database)
    assert (after.id, after.fate, after.attempts) == (last.id, "accepted", 1)
    assert max(peaks()) < MOST_MEMORY
    async with reader_of(live_app, desk.database) as client:
        for (name, raw), row in zip(raws.items(), rows, strict=True):
            assert (row.fate, row.attempts) == ("accepted", 1), name
            [message] = await said(client, row)
            assert "My reply." in message["text"]
            assert (await as_kept(client, row)).strip() == raw.strip(), name


def raw_name(name):
    """As somebody writes it who wants to break out of the header."""
    return b'filename="' + name.encode("utf-8", "surrogatepass") + b'"'


def encoded_name(name):
    """As RFC 2231 wants it, so that every character arrives."""
    return b"filename*=utf-8''" + quote(name.encode("utf-8", "surrogatepass"), safe="").encode()


def mail_of_files(names, spelling):
    """A mail with a file of each name, the content numbered; the Content-ID is as bad."""
    parts = [
        b"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        + spelling(name)
        + b"\r\nContent-ID: <../../"
        + quote(name[:50], errors="ignore").encode()
        + b">\r\n\r\nwords %d\r\n" % number
        for number, name in enumerate(names)
    ]
    head = mail("", MIME_Version="1.0", Content_Type="multipart/mixed; boundary=b")
    return head + b"--b\r\n\r\nSee the files.\r\n" + b"".join(parts) + b"--b--\r\n"


@pytest.mark.parametrize("spelling", [raw_name, encoded_name])
async def test_t80_hostile_file_names(desk, live_app, settings, receive, spelling):
    names = [name for name in HOSTILE if len(name) < 1000]
    assert len(set(names)) >= 60
    before = {path for path in settings.data_dir.rglob("*") if path.is_file()}
    row = await receive(mail_of_files(names, spelling))
    assert row.fate == "accepted"
    async with reader_of(live_app, desk.database) as client:
        [message] = await said(client, row)
        for file in message["attachments"]:
            shown = file["name"]
            assert shown.strip(" .")
            assert not UNFIT.search(shown), shown
            assert len(shown.encode()) <= 255
            served = await fetch(live_app, file["url"])
            found = DISPOSITION.fullmatch(served.headers["content-disposition"])
            assert (unquote(found[2]) if found[2] else found[1]) == shown
            assert not {"x-evil", "x"} & {each.lower() for each in served.headers}
            assert served.content.startswith(b"words "), served.content
    assert len(message["attachments"]) == len(names)
    new = {path for path in settings.data_dir.rglob("*") if path.is_file()} - before
    assert len(new) == len(names)
    assert all(KEY.fullmatch(str(path.relative_to(settings.data_dir / "files"))) for path in new)


async def test_t57_whatever_looks_like_the_end_is_text(desk, doors, live_app, take_in):
    for name, end in ENDS.items():
        speaker = await Speaker.connect(doors[0])
        await speaker.begin(SUPPORT, sender="nia@example.org")
        await speaker.say(mail("Hi", subject=name).rstrip() + end + SMUGGLED + b"\r\n.\r\n")
        assert (await speaker.answer()).startswith("250")
        await speaker.close()
    rows = await take_in()
    assert [(row.sender, row.subject) for row in rows] == [("nia@example.org", name) for name in ENDS]
    async with reader_of(live_app, desk.database) as client:
        for row in rows:
            assert row.fate == "accepted"
            [message] = await said(client, row)
            assert "Subject: smuggled" in message["text"]


ODD = {
    "no Message-ID": mail("hi <script>alert(1)</script>"),
    "two From": b"From: Ann <a@example.org>\r\nFrom: Ben <b@example.org>\r\n\r\nhi <script>\r\n",
    "a megabyte of subject": mail("hi <script>", subject="<script>" + "x" * 1_000_000),
    "../ in every header": mail("hi <script>", sender='"../../../etc" <../a@example.org>', subject="../../x"),
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
async def test_odd_mails_are_shown_as_text(desk, live_app, receive, raw):
    row = await receive(raw)
    async with reader_of(live_app, desk.database) as client:
        [message] = await said(client, row)
        assert message["text"].startswith("hi <script>")
        assert "<script" not in message["html"]
        assert (await as_kept(client, row)) == raw
        ticket = (await client.get(f"/v1/tickets/{row.ticket_id}")).json()
        assert 0 < len(ticket["subject"]) <= 250
