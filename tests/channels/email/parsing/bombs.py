"""Mails made to exhaust their reader: those that are known, and what a patient stranger tries next."""

import base64
from binascii import b2a_uu

ENVELOPE = b"From: eve@example.net\r\nTo: help@example.org\r\nMessage-ID: <bomb@example.net>\r\n"
MIXED = ENVELOPE + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def encoded_words():
    return b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n" + ENVELOPE + b"\r\nkept"


def addresses():
    return b"From: " + b",\r\n ".join(b"a%d@b.test" % number for number in range(100_000)) + b"\r\n\r\nkept"


def nested_multiparts():
    levels = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5_000))
    return ENVELOPE + b"".join(levels) + b"\r\nkept"


def parentheses():
    return b"From: " + b"(" * 20_000 + b"\r\n" + ENVELOPE + b"\r\nkept"


def parts():
    return MIXED + b"--b\r\n\r\nkept\r\n" * 20_000 + b"--b--\r\n"


def nested_mails():
    return ENVELOPE + b"Content-Type: message/rfc822\r\n\r\nSubject: s\r\n" * 500 + b"\r\nkept"


def large_file():
    content = base64.encodebytes(b"\x00\x10\x83deskbell" * 1_680_000)
    head = b"Content-Type: application/x; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return MIXED + b"--b\r\n\r\nkept\r\n--b\r\n" + head + content + b"--b--\r\n"


def megabyte_subject():
    return b"Subject: " + b"x" * 1_000_000 + b"\r\n" + ENVELOPE + b"\r\nkept"


def dashes():
    return MIXED + b"--b\r\n\r\nkept\r\n" + b"--\n" * 5_000_000


def headers_without_end():
    return ENVELOPE + b"X: kept\n" * 2_000_000


def large_text():
    return ENVELOPE + b"\r\nkept" + b"x\n" * 10_000_000


def too_large():
    return ENVELOPE + b"\r\n" + b"x" * 40_000_000


def uuencoded():
    return (
        ENVELOPE
        + b"Content-Transfer-Encoding: x-uuencode\r\n\r\n"
        + b2a_uu(b"kept")
        + b2a_uu(b"x") * 1_000_000
    )


def parameters():
    return ENVELOPE + b"Content-Type: text/plain" + b"; a*1*=x" * 7_000 + b"\r\n\r\nkept"


def replies_quoted():
    return ENVELOPE + b"\r\nkept\n" + b"On Mon, 5 Jan 2026 at 10:00, Eve <eve@example.net>\n" * 4_000


BOMBS = {
    bomb.__name__: bomb
    for bomb in (
        encoded_words,
        addresses,
        nested_multiparts,
        parentheses,
        parts,
        nested_mails,
        large_file,
        megabyte_subject,
        dashes,
        headers_without_end,
        large_text,
        uuencoded,
        parameters,
        replies_quoted,
    )
}

KILO = 1_000
# Of 200 kB and more, each: what makes the readers of replies elsewhere hang (threats T72).
REPLY_BOMBS = {
    "On On": "On " * (70 * KILO),
    "many On": "On Mon, 5 Jan 2026 at 10:00, Anna\r\n" * (6 * KILO),
    "many attributions": "On Mon, 5 Jan 2026 at 10:00, Anna <a@example.org>:\r\n" * (4 * KILO),
    "one >": ">" * (200 * KILO),
    "nested >": "\r\n".join(">" * depth for depth in range(1, 640)),
    "dashes": ("-" * 70 + "\r\n") * (3 * KILO),
    "signatures": "-- \r\n" * (50 * KILO),
}
