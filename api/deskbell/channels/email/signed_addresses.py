"""Addresses and Message-IDs that prove themselves: ids with an HMAC of 128 bits, in letters that mail keeps.

`support+<token>@example.org` names a ticket and the person the mail went to; `<token@example.org>` names the
ticket and the mail. A token is base 32 in small letters, read in any case, as some mail servers change it.
Without the key nobody makes one (T46-T48); a number alone is never authority. The key is derived from the one
that signs addresses of files, so there is nothing more to keep secret.
"""

import binascii
import hmac
import secrets
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final

from deskbell.core.keys import Keys

MAX_LOCAL_PART: Final = 64
MAC_BYTES: Final = 16
NONCE_BYTES: Final = 5
MAX_ID: Final = 2**63 - 1

_LABEL: Final = b"deskbell mail addresses 1"
_REPLY: Final = 0x11  # version 1, kind 1
_MESSAGE: Final = 0x12
_BOUNCE: Final = 0x13
_TEST: Final = 0x14
_FIRST_DAY: Final = date(2026, 1, 1)
_MAX_TOKEN: Final = 80
_LAST_BYTE: Final = 0x7F


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """What a reply address says: the ticket, to whom the mail went, and when."""

    ticket_id: int
    user_id: int | None
    issued_on: date

    def is_fresh(self, lifetime: timedelta, *, now: datetime | None = None) -> bool:
        """Whether it was made within `lifetime`; threading never ends, rights do."""
        today = (now or datetime.now(UTC)).date()
        return self.issued_on <= today + timedelta(days=1) and today - self.issued_on <= lifetime


@dataclass(frozen=True, slots=True)
class MessageToken:
    """What one of our Message-IDs says: the mail, and its ticket if it has one."""

    ticket_id: int | None
    mail_id: int


class MailSigner:
    """Makes and reads the signed addresses and Message-IDs of one installation."""

    def __init__(self, keys: Keys) -> None:
        """Take the installation's keys."""
        self._key = hmac.digest(keys.url_key, _LABEL, sha256)

    def reply_address(
        self, mailbox: str, ticket_id: int, user_id: int | None = None, *, now: datetime | None = None
    ) -> str:
        """The address to which `user_id` answers about a ticket.

        The mailbox's own address where its name is too long to hold a token: then the answer is threaded by
        its References alone.
        """
        day = ((now or datetime.now(UTC)).date() - _FIRST_DAY).days
        return _tagged(mailbox, self._token(_REPLY, ticket_id, user_id or 0, max(day, 0)))

    def read_reply_address(self, address: str) -> ReplyToken | None:
        """What a reply address of ours says; nothing for any other address."""
        numbers = self._read(_REPLY, _tag(address), 3)
        if numbers is None:
            return None
        ticket_id, user_id, day = numbers
        return ReplyToken(ticket_id, user_id or None, _FIRST_DAY + timedelta(days=min(day, 1_000_000)))

    def bounce_address(self, mailbox: str, mail_id: int) -> str:
        """The return path of an outgoing mail, by which its bounces are known."""
        return _tagged(mailbox, self._token(_BOUNCE, mail_id))

    def read_bounce_address(self, address: str) -> int | None:
        """The outgoing mail that a return path of ours names."""
        numbers = self._read(_BOUNCE, _tag(address), 1)
        return None if numbers is None else numbers[0]

    def message_id(self, domain: str, ticket_id: int | None, mail_id: int) -> str:
        """A new Message-ID, angle brackets included, for an outgoing mail; each call makes another."""
        token = self._token(_MESSAGE, ticket_id or 0, mail_id, nonce=secrets.token_bytes(NONCE_BYTES))
        return f"<{token}@{domain}>"

    def read_message_id(self, text: str) -> MessageToken | None:
        """What a Message-ID of ours says; nothing for any other. The domain doesn't matter."""
        local, _, _ = text.strip().removeprefix("<").removesuffix(">").rpartition("@")
        numbers = self._read(_MESSAGE, local, 2, nonce=NONCE_BYTES)
        return None if numbers is None else MessageToken(numbers[0] or None, numbers[1])

    def test_token(self, self_test_id: int) -> str:
        """A new token for the mail that a mailbox sends to itself."""
        return self._token(_TEST, self_test_id, nonce=secrets.token_bytes(NONCE_BYTES))

    def read_test_token(self, text: str) -> int | None:
        """The test that a token of ours names; nothing for any other text."""
        numbers = self._read(_TEST, text, 1, nonce=NONCE_BYTES)
        return None if numbers is None else numbers[0]

    def _token(self, kind: int, *numbers: int, nonce: bytes = b"") -> str:
        if any(not 0 <= number <= MAX_ID for number in numbers):
            raise ValueError("ids are positive and of 63 bits")
        said = bytes([kind]) + b"".join(_encoded(number) for number in numbers) + nonce
        return b32encode(said + self._mac(said)).rstrip(b"=").decode("ascii").lower()

    def _read(self, kind: int, token: str, count: int, *, nonce: int = 0) -> list[int] | None:
        content = _decoded(token)
        if content is None or len(content) <= MAC_BYTES:
            return None
        said, mac = content[:-MAC_BYTES], content[-MAC_BYTES:]
        if not hmac.compare_digest(self._mac(said), mac) or said[0] != kind:
            return None
        return _numbers(said[1 : len(said) - nonce], count)

    def _mac(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, sha256)[:MAC_BYTES]


def bare_address(address: str) -> str:
    """An address without its last `+…`: the mailbox that a reply address belongs to, signed well or not."""
    local, at, domain = address.rpartition("@")
    name, plus, _ = local.rpartition("+")
    return f"{name}{at}{domain}" if plus and name else address


def _tagged(mailbox: str, token: str) -> str:
    local, _, domain = mailbox.rpartition("@")
    tagged = f"{local}+{token}"
    return mailbox if len(tagged) > MAX_LOCAL_PART or '"' in local else f"{tagged}@{domain}"


def _tag(address: str) -> str:
    return address.strip().rpartition("@")[0].rpartition("+")[2]


def _encoded(number: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    groups = bytearray()
    while number > _LAST_BYTE:
        groups.append(number & _LAST_BYTE | 0x80)
        number >>= 7
    return bytes([*groups, number])


def _numbers(content: bytes, count: int) -> list[int] | None:
    found: list[int] = []
    number = shift = 0
    for byte in content:
        number |= (byte & _LAST_BYTE) << shift
        shift += 7
        if byte <= _LAST_BYTE:
            found.append(number)
            number = shift = 0
    return found if len(found) == count and shift == 0 and max(found) <= MAX_ID else None


def _decoded(token: str) -> bytes | None:
    """The bytes of a token, which has one spelling in each case."""
    if not token.isascii() or len(token) > _MAX_TOKEN:
        return None
    try:
        content = b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    return content if b32encode(content).rstrip(b"=").decode("ascii") == token.upper() else None
