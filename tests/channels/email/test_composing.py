"""Mails that we compose: the same bytes again, no header and no recipient but those meant (T58, T71, T79)."""

import email
import email.policy
import email.utils
import re
import stat
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.email.name_server import name_server, txt
from tests.channels.email.signed_mails import policy
from tests.channels.email.sink import sink

from deskbell.channels.email.composing.compose import compose
from deskbell.channels.email.composing.dkim_keys import (
    KeyKind,
    UnusableDkimKey,
    load_or_create_dkim_key,
    new_dkim_key,
    read_dkim_key,
)
from deskbell.channels.email.composing.letter import (
    Attachment,
    Letter,
    Mailbox,
    Nature,
    UnsafeHeader,
    content_id_of,
    is_message_id,
    message_ids,
    one_line,
    with_content_ids,
)
from deskbell.channels.email.sending.smtp import send
from deskbell.channels.email.verdict.judging import judge
from deskbell.core.addresses import AddressGuard

DATE = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
SUPPORT = Mailbox("support@desk.test", "Support")
ANN = Mailbox("ann@example.org", "Ann")
PICTURE = UUID("0198a5c4-7d1e-7000-8000-000000000001")
KEYS = {kind: read_dkim_key(new_dkim_key(kind)) for kind in KeyKind}


def letter(**more):
    facts = {
        "sender": SUPPORT,
        "to": (ANN,),
        "subject": "Re: Help",
        "text": "Hello\n",
        "message_id": "<one@desk.test>",
        "date": DATE,
    }
    return Letter(**{**facts, **more})


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def rich(**more):
    html = with_content_ids(f'<p>Hellö <img src="/v1/files/{PICTURE}"></p>')
    files = (
        Attachment("pic.png", "image/png", b"\x89PNG" * 300, content_id_of(PICTURE)),
        Attachment("größe.txt", "text/plain; charset=x", b"a\nb\rc\r\n.\r\n"),
        Attachment("mail.eml", "message/rfc822", b"From: a@b\n\nHi"),
    )
    return letter(text="Hellö\n.\n", html=html, attachments=files, **more)


def test_a_plain_mail():
    raw = compose(letter())
    mail = read(raw)
    assert (mail.get_content_type(), mail.get_content()) == ("text/plain", "Hello\r\n")
    assert mail["Date"].datetime == DATE
    assert dict(mail.items()).keys() == {
        "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    }  # fmt: skip


def test_parts_stand_where_readers_look_for_them():
    mail = read(compose(rich()))
    shape = [part.get_content_type() for part in mail.walk()]
    assert shape == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png", "text/plain", "application/octet-stream",
    ]  # fmt: skip
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == f"<{content_id_of(PICTURE)}>"
    assert f"cid:{content_id_of(PICTURE)}" in mail.get_body(("html",)).get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["größe.txt", "mail.eml"]


def test_attachments_are_the_same_bytes():
    mail = read(compose(rich()))
    sent = {sha256(each.content).hexdigest() for each in rich().attachments}
    got = {sha256(part.get_payload(decode=True)).hexdigest() for part in mail.walk() if part.get_filename()}
    assert got == sent


def test_a_picture_that_the_markup_does_not_show_is_a_file():
    mail = read(compose(letter(html="<p>x</p>", attachments=rich().attachments[:1])))
    assert [part.get_content_disposition() for part in mail.iter_attachments()] == ["attachment"]


@pytest.mark.parametrize("key", [None, *KEYS.values()], ids=["unsigned", *KEYS])
def test_two_compositions_are_equal_to_the_byte(key):
    assert compose(rich(), key) == compose(rich(), key)
    other = compose(rich(message_id="<two@desk.test>"), key)
    assert re.search(rb"boundary=.*", other)[0] not in compose(rich(), key)


@pytest.mark.parametrize("make", [letter, rich])
def test_lines_are_lines_of_mail(make):
    raw = compose(make(subject="ä" * 400, to=(Mailbox("a@b.c", "ö" * 200),) * 50), KEYS[KeyKind.rsa])
    assert raw.isascii()
    assert re.findall(rb"(?<!\r)\n|\r(?!\n)", raw) == []
    assert max(len(line) for line in raw.split(b"\r\n")) <= 100


@pytest.mark.parametrize("kind", KeyKind)
async def test_our_signature_is_believed(kind):
    key = KEYS[kind]
    zone = {(key.record_name("desk.test"), "TXT"): txt(key.record_text()), **policy("desk.test")}
    for raw in (compose(letter(), key), compose(rich(cc=(Mailbox("b@c.d", "Bé, C"),)), key)):
        async with name_server(zone) as (_, resolver), sink() as server:
            assert (await judge(raw, resolver=resolver)).standing == "pass"
            await send(raw, "", ["a@b.c"], server.settings(), guard=AddressGuard())
            assert (await judge(server.received[0].content, resolver=resolver)).standing == "pass"
            added = raw.replace(b"From: ", b"Cc: eve@evil.test\r\nFrom: ", 1)
            if b"Cc: " not in raw:
                assert (await judge(added, resolver=resolver)).standing == "fail"
        assert dkim.verify(raw, dnsfunc=lambda _name, **_: key.record_text())


def test_keys_are_kept_in_private(tmp_path):
    made = load_or_create_dkim_key(tmp_path)
    again = load_or_create_dkim_key(tmp_path)
    assert made.record_text() == again.record_text()
    assert stat.S_IMODE((tmp_path / "dkim-rsa.pem").stat().st_mode) == 0o600
    assert "PRIVATE" not in repr(made)
    for pem, selector in ((b"", "a"), (b"nonsense", "a"), (new_dkim_key(KeyKind.ed25519), "a b")):
        with pytest.raises(UnusableDkimKey):
            read_dkim_key(pem, selector)


@pytest.mark.parametrize("bad", ["\r\n", "\n", "\r", "\0", "\x1b", "\u2028", "\x85", "\udc80"])
def test_control_characters_are_refused(bad):
    for make in (
        lambda: Mailbox("a@b.c", f"x{bad}Bcc: eve@evil.test"),
        lambda: Mailbox(f"a{bad}@b.c"),
        lambda: Mailbox(f"a@b.c{bad}"),
        lambda: letter(subject=f"x{bad}Bcc: eve@evil.test"),
        lambda: letter(message_id=f"<a@b{bad}>"),
        lambda: letter(unsubscribe_url=f"https://x/{bad}"),
    ):
        with pytest.raises(UnsafeHeader):
            make()
    assert one_line(f"a{bad}b", 9) == "a b"


@pytest.mark.parametrize(
    "address", ["a@b, eve@evil.test", "<a@b>", "a", "", "a@b <eve@evil.test>", "G: a@b;"]
)
def test_a_mailbox_is_one_address(address):
    with pytest.raises(UnsafeHeader):
        Mailbox(address)


def test_a_letter_is_whole():
    naive = DATE.replace(tzinfo=None)
    for more in ({"to": ()}, {"message_id": ""}, {"message_id": "one@desk.test"}, {"date": naive}):
        with pytest.raises(UnsafeHeader):
            letter(**more)


HOSTILE_NAMES = [
    "=?utf-8?q?=0D=0ABcc:_eve=40evil.test?=",
    "=?utf-8?q?eve=40evil.test=2C?=",
    '", eve@evil.test, "',
    "<eve@evil.test>",
    "eve@evil.test,",
    "Ann\\",
    'Ann\\"',
    "(",
    "Müller, <eve@evil.test>, Jörg",
    "\u202emoc.live",
    "a" * 200,
    "=?",
    ";:",
]


def recipients_of(raw):
    """Whom several readers take for the recipients."""
    mail = read(raw)
    modern = (
        [each.addr_spec for name in ("To", "Cc") for each in mail[name].addresses]
        if mail["Cc"]
        else [each.addr_spec for each in mail["To"].addresses]
    )
    old = email.message_from_bytes(raw)
    lines = [str(old[name]).replace("\r\n", "") for name in ("To", "Cc") if old[name]]
    return [modern, [address for _, address in email.utils.getaddresses(lines)]]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_names(name):
    raw = compose(letter(to=(Mailbox("a@b.c", name),), cc=(Mailbox("d@e.f", name),), subject=name))
    assert recipients_of(raw) == [["a@b.c", "d@e.f"]] * 2
    assert read(raw)["Subject"] == name or "=?" in name
    assert b"bcc" not in raw.lower()
    assert {name.lower() for name in read(raw)} <= {
        "date", "from", "to", "cc", "subject", "message-id", "mime-version", "content-type",
        "content-transfer-encoding",
    }  # fmt: skip


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120) | st.sampled_from(
    HOSTILE_NAMES
)


@settings(max_examples=300)
@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_whatever_the_names_the_recipients_stay(names, subject):
    to = tuple(Mailbox(f"r{number}@b.c", name) for number, name in enumerate(names))
    made = letter(to=to, subject=subject)
    raw = compose(made)
    assert recipients_of(raw) == [list(made.recipients())] * 2
    assert len(set(read(raw).keys())) == len(read(raw).keys())
    assert {*read(raw).keys(), "Subject"} == set(read(compose(letter())).keys())
    if "=?" not in subject:
        assert str(read(raw)["Subject"] or "").split() == subject.split()


def test_long_message_ids_stay_whole():
    ids = [f"<{'x' * 90}{number}@{'y' * 60}.example.org>" for number in range(50)]
    raw = compose(letter(references=tuple(ids), in_reply_to=ids[-1]))
    assert read(raw)["References"].split() == [ids[0], *ids[-19:]]
    assert read(raw)["In-Reply-To"] == ids[-1]


def test_what_is_no_message_id_is_left_out():
    bad = ["", "<>", "a b", "<a@b> <c@d>", "<a\r\nBcc: x>", "a" * 500, "<ä@b>", "<a,b>"]
    assert [each for each in bad if is_message_id(each)] == []
    assert message_ids([*bad, "a@b", " <c@d> ", "<a@b>"]) == ["<a@b>", "<c@d>"]
    assert "References" not in read(compose(letter(references=tuple(bad), in_reply_to="x y")))


@pytest.mark.parametrize("address", ["jörg@bücher.test", '"a b"@b.c', "a+b@B.C"])
def test_odd_addresses(address):
    raw = compose(letter(to=(Mailbox(address, "Jörg"),)))
    assert Mailbox(address).address.encode() in raw


ODD_NAMES = [
    "../../etc/passwd", "a\r\nBcc: x@y.z", 'a"; x="', "=?utf-8?q?a?=", "\u202egpj.exe", "a" * 300,
    "", ".", "\0", "ä" * 150, "C:\\x\\y.txt", "<script>", "a;b,c", "'; filename=evil", "%00%0d%0a",
    "名前.txt", "🙂" * 60,
]  # fmt: skip
FILE_NAMES = [shape.format(name) for name in ODD_NAMES for shape in ("{}", "{}.pdf", "x/{}", "{0}\n{0}")]


@pytest.mark.parametrize("name", FILE_NAMES)
def test_hostile_file_names(name):
    raw = compose(letter(attachments=(Attachment(name, 'text/html"; x\r\nBcc: y', b"z"),)))
    (part,) = read(raw).iter_attachments()
    assert part.get_payload(decode=True) == b"z"
    assert part.get_content_type() == "application/octet-stream"
    assert part.get_filename()
    assert not set(part.get_filename()) & set("\r\n\0/\\")
    assert "Bcc" not in read(raw)
    assert len(list(read(raw).walk())) == 3


def test_what_is_said_to_robots():
    said = {
        nature: read(compose(letter(nature=nature, unsubscribe_url="https://d.test/u?x=1")))
        for nature in Nature
    }
    names = ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "List-Unsubscribe")
    link = "<https://d.test/u?x=1>"
    assert {nature: tuple(mail[name] for name in names) for nature, mail in said.items()} == {
        Nature.personal: (None, None, None, None),
        Nature.receipt: ("auto-replied", "All", "bulk", link),
        Nature.notice: ("auto-generated", "All", None, link),
        Nature.digest: ("auto-generated", "All", "bulk", link),
    }
    assert said[Nature.digest]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_dates_keep_their_zone():
    later = DATE.astimezone(tz=None) + timedelta(hours=1)
    assert read(compose(letter(date=later)))["Date"].datetime == later.replace(microsecond=0)
