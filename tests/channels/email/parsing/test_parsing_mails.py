import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.email.parsing.odd_bodies import ODD_BODIES, mixed
from tests.channels.email.parsing.odd_headers import ODD_HEADERS

from deskbell.channels.email.parsing import headers_only, parse
from deskbell.channels.email.parsing import reading as reading_module

ODD = {**ODD_HEADERS, **ODD_BODIES}


@pytest.mark.parametrize(("raw", "expected"), ODD.values(), ids=ODD)
def test_odd_mail_is_read(raw, expected):
    parsed = parse(raw)
    assert not parsed.unreadable
    found = dict(parsed)
    assert {key: found[key] for key in expected} == expected


def test_there_are_enough_odd_mails():
    assert len(ODD) >= 80


def test_files_are_exact():
    content = bytes(range(256)) * 4
    encoded = content.hex().encode()
    raw = mixed(
        b"\nText",
        b"Content-Type: application/x\nContent-Disposition: attachment; filename=a\n\n" + encoded,
        b"Content-Type: Image/PNG\nContent-Disposition: INLINE\nContent-ID: <Pic@x>\n\npicture",
    )
    first, second = parse(raw).attachments
    assert first.content == encoded
    assert first.sha256 == hashlib.sha256(encoded).hexdigest()
    assert (second.content_type, second.disposition, second.content_id) == ("image/png", "inline", "Pic@x")
    assert not second.inline


def test_pictures_that_the_markup_shows_are_inline():
    html = b'Content-Type: text/html\n\n<img src="cid:pic%40x"><img src=CID:other>'
    picture = b"Content-Type: image/png\nContent-ID: <pic@x>\n\nx"
    unused = b"Content-Type: image/png\nContent-ID: <unused@x>\n\nx"
    shown, not_shown = parse(mixed(html, picture, unused, kind=b"related")).attachments
    assert shown.inline
    assert not not_shown.inline


def test_mails_inside_are_read_and_kept():
    inner = b"Subject: Inner\nMessage-ID: <in@x>\nContent-Type: text/html\n\n<p>Inside"
    parsed = parse(mixed(b"\nOuter", b"Content-Type: message/rfc822\n\n" + inner))
    assert parsed.text == "Outer"
    assert parsed.attachments[0].content == inner
    (nested,) = parsed.nested
    assert (nested.headers.subject, nested.headers.message_id, nested.html) == ("Inner", "in@x", "<p>Inside")


def test_headers_of_weight_are_read():
    raw = (
        b"Return-Path: <>\nAuthentication-Results: mx.example.org; dkim=pass\n"
        b"Authentication-Results: forged\nDKIM-Signature: v=1\nFrom: a@b.test\n"
        b"Reply-To: c@d.test\nSender: e@f.test\n"
        b"To: g@h.test, I <i@j.test>\nCc: k@l.test\nDate: Mon, 5 Jan 2026 12:00:00 +0200\n\nx"
    )
    headers = parse(raw).headers
    assert headers.first("return-path") == "<>"
    assert headers.every("authentication-results") == ("mx.example.org; dkim=pass", "forged")
    assert headers.has("dkim-signature")
    assert [one.address for one in (*headers.reply_to, *headers.sender, *headers.to, *headers.cc)] == [
        "c@d.test",
        "e@f.test",
        "g@h.test",
        "i@j.test",
        "k@l.test",
    ]
    assert headers.date == datetime(2026, 1, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", [b"", b"yesterday", b"Mon, 99 Foo 2026 99:99:99 +9999", b"1 Jan 99999999 00:00 +0000"]
)
def test_date_that_is_none(date):
    assert parse(b"Date: " + date + b"\n\nx").headers.date is None


def test_oddities_are_noted():
    notes = parse(b"From: a@b.test\nFrom: c@d.test\nSubject: a\nSubject: b\n\nx").notes
    assert set(notes) >= {"twice:from", "twice:subject", "several_from", "missing:message-id"}
    assert "charset" in parse(b"Content-Type: text/plain; charset=utf-8\n\nT\xfcr").notes
    assert parse(b"From: a@b.test\nMessage-ID: <1@b.test>\n\nx").notes == ()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "memory"),
        (RecursionError(), "error:RecursionError"),
        (ValueError("x"), "error:ValueError"),
    ],
)
def test_a_mistake_of_ours_leaves_the_headers(monkeypatch, error, reason):
    def fails(_raw):
        raise error

    monkeypatch.setattr(reading_module, "read_structure", fails)
    parsed = parse(b"From: a@b.test\nSubject: Door\n\nx")
    assert parsed.unreadable == reason
    assert (parsed.headers.subject, parsed.text) == ("Door", "")


def test_the_last_resort_does_not_raise(monkeypatch):
    monkeypatch.setattr(reading_module, "headers_of", lambda _block: 1 / 0)
    assert headers_only(b"From: a@b.test\n\nx", "time").unreadable == "time"


@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw):
    assert not parse(raw).unreadable


WORDS = b'--b|--b--|From: |a@b|<|>|(|"|=?utf-8?q?|?=|;|=|message/rfc822|text/html|utf-16| |:|\r|\n|\xff|\0'
FIELDS = (
    b"Content-Type: |multipart/mixed; boundary=b|charset=|Content-Transfer-Encoding: base64|filename*0*=|''%"
)
PIECES = [*WORDS.split(b"|"), *FIELDS.split(b"|"), b"\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_pieces_of_mail_are_read(pieces):
    parsed = parse(b"".join(pieces))
    assert not parsed.unreadable
    parsed.text.encode()
    parsed.html.encode()
    parsed.headers.subject.encode()
