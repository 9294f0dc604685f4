"""A mail becomes a ticket or a message, once, with all that was in it."""

from base64 import b64decode, b64encode
from hashlib import sha256

from sqlalchemy import select
from tests.channels.email.inbound.conftest import event_types, messages, tickets
from tests.channels.email.inbound.mails import mail

from deskbell.channels.email.inbound.models import KnownMail
from deskbell.files.models import File
from deskbell.tickets.messages.models import MessageFile
from deskbell.users.models import User, UserAddress

PICTURE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")


async def test_a_stranger_opens_a_ticket(desk, receive):
    row = await receive(mail("The printer is broken.\r\n\r\nNia", Message_ID="<1@example.org>"))
    [ticket] = await tickets(desk.database)
    [message] = await messages(desk.database)
    assert (ticket.subject, ticket.channel, ticket.department_id) == (
        "It is broken",
        "email",
        desk.department.id,
    )
    assert message.text.startswith("The printer is broken.")
    assert (message.kind, message.channel, message.by_staff) == ("public", "email", False)
    assert (row.fate, row.ticket_id, row.message_id, row.threaded_by) == (
        "accepted",
        ticket.id,
        message.id,
        "none",
    )
    assert (row.address, row.name, row.subject) == ("nia@example.org", "Nia", "It is broken")
    assert (row.internet_id, row.verdict["standing"], row.answerable) == ("1@example.org", "none", True)
    async with desk.database.session() as session:
        user = await session.get(User, message.author_id)
        address = await session.scalar(select(UserAddress).where(UserAddress.user_id == user.id))
        known = await session.scalar(select(KnownMail))
    assert (user.name, user.level, user.claimed_at, user.password_hash) == ("Nia", 1, None, None)
    assert (address.address, address.verified_at) == ("nia@example.org", None)
    assert (known.internet_id, known.ticket_id, known.outgoing) == ("1@example.org", ticket.id, False)
    assert await event_types(desk.database, "ticket.") == ["ticket.created", "ticket.message_added"]


async def test_what_the_mailbox_says_stands_on_the_ticket(desk, receive):
    await receive(mail())
    [ticket] = await tickets(desk.database)
    assert ticket.type_id is None
    assert ticket.priority_rank == 20


async def test_an_answer_to_a_known_mail_is_added(desk, receive):
    await receive(mail(Message_ID="<1@example.org>"))
    row = await receive(mail("More.", Message_ID="<2@example.org>", References="<0@x> <1@example.org>"))
    [ticket] = await tickets(desk.database)
    assert [each.text.strip() for each in await messages(desk.database, ticket.id)] == ["Hello.", "More."]
    assert (row.threaded_by, ticket.message_count) == ("reference", 2)


async def test_three_mails_of_one_conversation_that_wait_together(desk, receive):
    first = mail(Message_ID="<1@example.org>")
    second = mail("2", Message_ID="<2@example.org>", In_Reply_To="<1@example.org>")
    third = mail("3", Message_ID="<3@example.org>", In_Reply_To="<2@example.org>")
    await receive(first, second, third)
    [ticket] = await tickets(desk.database)
    assert ticket.message_count == 3


def with_files(*parts, body="See the file."):
    """A multipart mail: its parts are (type, headers, content)."""
    lines = ["Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain", "", body]
    for kind, headers, content in parts:
        lines += ["--b", f"Content-Type: {kind}", *headers, "Content-Transfer-Encoding: base64", ""]
        lines += [b64encode(content).decode()]
    return "\r\n".join([*lines, "--b--", ""]).encode()


HEAD = b"From: Nia <nia@example.org>\r\nSubject: Files\r\nMIME-Version: 1.0\r\n"


async def read_back(storage, key):
    return b"".join([chunk async for chunk in await storage.read(key)])


async def test_t71_files_are_kept_byte_for_byte(desk, receive, storage):
    contents = [b"\x00\x01" * 5000, b"", b"line\r\nline\n", PICTURE]
    names = ["../../etc/passwd", "same.txt", "same.txt", "a\u202egpj.exe"]
    parts = [
        ("application/octet-stream", [f'Content-Disposition: attachment; filename="{name}"'], content)
        for name, content in zip(names, contents, strict=True)
    ]
    row = await receive(HEAD + with_files(*parts))
    async with desk.database.session() as session:
        rows = (
            await session.scalars(
                select(File)
                .join(MessageFile)
                .where(MessageFile.message_id == row.message_id)
                .order_by(MessageFile.position)
            )
        ).all()
    assert [file.sha256 for file in rows] == [sha256(content).hexdigest() for content in contents]
    assert [await read_back(storage, file.storage_key) for file in rows] == contents
    assert [file.name for file in rows] == ["passwd", "same.txt", "same.txt", "agpj.exe"]
    assert all(file.attached_at for file in rows)


async def test_a_picture_in_the_text_is_shown_there(desk, receive):
    html = b'<p>Look: <img src="cid:One@x"> <img src="https://tracker.example/x.gif"></p>'
    body = (
        b"Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n"
        + html
        + b"\r\n--r\r\nContent-Type: image/gif\r\nContent-ID: <One@x>\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + b64encode(PICTURE)
        + b"\r\n--r--\r\n"
    )
    row = await receive(HEAD + body)
    [message] = await messages(desk.database)
    async with desk.database.session() as session:
        named = await session.scalar(select(MessageFile).where(MessageFile.message_id == row.message_id))
    assert f'<img src="/v1/files/{named.file_id}">' in message.html
    assert "tracker" not in message.html
    assert named.inline is True


async def test_markup_is_sanitized(desk, receive):
    raw = HEAD + b"Content-Type: text/html\r\n\r\n<b>Hi</b><script>alert(1)</script><form><input></form>\r\n"
    await receive(raw)
    [message] = await messages(desk.database)
    assert message.html.strip() == "<b>Hi</b>"


HISTORY = """<div dir="ltr">It works <b>now</b>.<br><span class="gmail_signature_prefix">-- </span><br>
<div class="gmail_signature">Nia, Head of Chairs</div></div>
<div class="gmail_quote"><div>On Mon, Ida wrote:</div><blockquote>Try again.</blockquote></div>"""
QUOTED = "It works now.\r\n\r\n-- \r\nNia\r\n\r\nOn Mon, 3 Mar 2025 at 10:12, Ida wrote:\r\n> Try again.\r\n"


async def test_quotes_and_signature_are_told_from_the_authors_own_words(desk, receive):
    await receive(
        mail(HISTORY.replace("\n", "\r\n"), Content_Type="text/html"), mail(QUOTED), mail("All mine.")
    )
    markup, plain, own = await messages(desk.database)
    assert "Head of Chairs" in markup.html
    assert "Try again." in markup.html
    assert markup.reply_html == '<div dir="ltr">It works <b>now</b>.<br></div>'
    assert "Try again." in plain.html
    assert plain.reply_html == "<p>It works now.</p>"
    assert own.reply_html is None


async def test_t31_own_words_are_sanitized_for_themselves(desk, receive):
    body = '<p onclick="x()">Hi<img src=x onerror=x()></p><a href="javascript:x()">it</a>'
    quote = '<blockquote type="cite"><p>old</p></blockquote>'
    await receive(mail(body + quote, Content_Type="text/html"))
    [message] = await messages(desk.database)
    assert message.reply_html.startswith("<p>Hi</p><a ")
    assert "x()" not in message.html + message.reply_html
