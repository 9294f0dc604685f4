"""Secrets that we have to read again, such as a mail server's password: stored sealed, never in an answer.

What is only compared is hashed instead (`core.tokens`). The key is derived from the one that signs addresses
of files, which never leaves the data folder: a copy of the database alone opens nothing.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from deskbell.core.keys import Keys

NONCE_BYTES: Final = 12
_LABEL: Final = b"deskbell sealed secrets 1"


class Unsealable(Exception):
    """It was sealed with other keys, for another place, or is damaged."""


class Sealer:
    """Seals and opens the secrets of one installation (AES-256-GCM)."""

    def __init__(self, keys: Keys) -> None:
        """Take the installation's keys."""
        self._cipher = AESGCM(hmac.digest(keys.url_key, _LABEL, sha256))

    def seal(self, secret: str, place: str) -> bytes:
        """Seal a secret for a place such as `mailbox:7`; nowhere else is it opened."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """The secret again. Raises `Unsealable`."""
        try:
            opened = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsealable(place) from error
        return opened.decode()
