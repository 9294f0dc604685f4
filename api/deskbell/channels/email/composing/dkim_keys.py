"""DKIM (RFC 6376) for what we send: the helpdesk's key, the record to publish, the signature.

Signed by `cryptography` over the relaxed form, at the letter's own date, so that a repeated attempt sends the
very same bytes.
"""

import base64
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from deskbell.channels.email.header_fields import read_header, split_mail
from deskbell.core.keys import read_or_create

KEY_BITS: Final = 2048
SELECTOR: Final = "deskbell"
KEY_FILE: Final = "dkim-{}.pem"

_SIGNED: Final = (
    "from",
    "to",
    "cc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "precedence",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_ONCE: Final = _SIGNED[:7]  # signed once more, so that nobody can add a second one
_BLANKS: Final = re.compile(rb"[ \t]+")
_SELECTOR: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class KeyKind(StrEnum):
    """RSA is verified everywhere; Ed25519 is short, and not yet verified by all."""

    rsa = "rsa"
    ed25519 = "ed25519"


class UnusableDkimKey(Exception):
    """The text is not a key for DKIM."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """A key and the selector under which its public half is published."""

    private: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)
    selector: str = SELECTOR

    @property
    def kind(self) -> KeyKind:
        """Which kind of key it is."""
        return KeyKind.rsa if isinstance(self.private, RSAPrivateKey) else KeyKind.ed25519

    def record_name(self, domain: str) -> str:
        """The name of the TXT record in the domain's zone."""
        return f"{self.selector}._domainkey.{domain}"

    def record_text(self) -> str:
        """The text of the TXT record."""
        public = self.private.public_key()
        if self.kind is KeyKind.rsa:
            content = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        else:
            content = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k={self.kind}; p={base64.b64encode(content).decode()}"


def new_dkim_key(kind: KeyKind = KeyKind.rsa) -> bytes:
    """A new private key as PEM; a secret, to be stored as one. RSA takes about a tenth of a second."""
    key = generate_private_key(65537, KEY_BITS) if kind is KeyKind.rsa else Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def load_or_create_dkim_key(folder: Path, kind: KeyKind = KeyKind.rsa, selector: str = SELECTOR) -> DkimKey:
    """The helpdesk's key in the folder of secrets, made (0600) the first time. UnusableDkimKey if damaged."""
    return read_dkim_key(read_or_create(folder / KEY_FILE.format(kind), lambda: new_dkim_key(kind)), selector)


def read_dkim_key(pem: bytes, selector: str = SELECTOR) -> DkimKey:
    """The key that stands in a PEM text; UnusableDkimKey otherwise."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (TypeError, ValueError) as error:
        raise UnusableDkimKey("this is not a private key") from error
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise UnusableDkimKey("a key for DKIM is of RSA or Ed25519")
    if not _SELECTOR.fullmatch(selector):
        raise UnusableDkimKey("the selector is not a label of a name")
    return DkimKey(key, selector)


def signed(raw: bytes, key: DkimKey, domain: str, when: datetime) -> bytes:
    """The mail with a signature of `domain` on top."""
    fields = [(name, value) for name, value in read_header(raw).fields if name in _SIGNED]
    names = [name for name, _ in fields] + list(_ONCE)
    body_hash = base64.b64encode(sha256(_relaxed_body(split_mail(raw)[1])).digest()).decode()
    lines = [
        f"v=1; a={key.kind}-sha256; c=relaxed/relaxed; d={domain};",
        f"s={key.selector}; t={int(when.timestamp())};",
        "h=" + ":\r\n\t".join(":".join(names[at : at + 5]) for at in range(0, len(names), 5)) + ";",
        f"bh={body_hash};",
        "b=",
    ]
    unsigned = " " + "\r\n\t".join(lines)
    hashed = b"".join(_relaxed_field(name, value) for name, value in fields)
    hashed += _relaxed_field("dkim-signature", unsigned.encode()).removesuffix(b"\r\n")
    text = base64.b64encode(_signature(key, hashed)).decode()
    folded = "\r\n\t".join(text[at : at + 70] for at in range(0, len(text), 70))
    return f"DKIM-Signature:{unsigned}{folded}\r\n".encode() + raw


def _signature(key: DkimKey, hashed: bytes) -> bytes:
    if isinstance(key.private, RSAPrivateKey):
        return key.private.sign(hashed, PKCS1v15(), SHA256())
    return key.private.sign(sha256(hashed).digest())


def _relaxed_field(name: str, value: bytes) -> bytes:
    plain = _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.encode() + b":" + plain + b"\r\n"


def _relaxed_body(body: bytes) -> bytes:
    lines = _BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n").rstrip(b"\r\n ")
    return lines + b"\r\n" if lines else b""
