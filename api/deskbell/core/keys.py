"""The secret keys of one installation: made on the first start, kept in the data folder, never defaulted."""

import contextlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

TOKEN_KEY_FILE = "access-token.pem"  # noqa: S105 - the name of a file
URL_KEY_FILE = "signed-url.key"
URL_KEY_BYTES = 32


class UnusableKey(Exception):
    """A key file doesn't hold a key that we can use; the text is a sentence for the operator."""


@dataclass(frozen=True, repr=False)
class Keys:
    """The keys of one installation; never printed.

    `token_key` signs access tokens (ECDSA P-256) and is known outside by `key_id`; `url_key` signs
    addresses of files.
    """

    key_id: str
    token_key: EllipticCurvePrivateKey
    url_key: bytes


def load_or_create_keys(folder: Path) -> Keys:
    """Read the keys in `folder`, making those that are missing; several processes may do so at once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    token_key = _token_key(read_or_create(folder / TOKEN_KEY_FILE, _new_token_key))
    return Keys(
        key_id=_key_id(token_key),
        token_key=token_key,
        url_key=_url_key(read_or_create(folder / URL_KEY_FILE, _new_url_key)),
    )


def _new_token_key() -> bytes:
    key = generate_private_key(SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _new_url_key() -> bytes:
    return secrets.token_hex(URL_KEY_BYTES).encode()


def _token_key(content: bytes) -> EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(content, password=None)
    except (TypeError, ValueError) as error:
        message = f"{TOKEN_KEY_FILE} is not a private key; delete it and a new one is made"
        raise UnusableKey(message) from error
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        message = f"{TOKEN_KEY_FILE} is not an ECDSA key on the curve P-256"
        raise UnusableKey(message)
    return key


def _url_key(content: bytes) -> bytes:
    try:
        key = bytes.fromhex(content.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != URL_KEY_BYTES:
        message = f"{URL_KEY_FILE} does not hold {URL_KEY_BYTES} bytes; delete it and a new one is made"
        raise UnusableKey(message)
    return key


def _key_id(key: EllipticCurvePrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(public).hexdigest()[:16]


def read_or_create(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return the content of `path`; make it whole and private (0600) first if it isn't there.

    A hard link puts the finished file in place and fails where another process was quicker: then theirs is
    read.
    """
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return path.read_bytes()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
