"""Addresses that carry their own permission for ten minutes: browsers fetch files without a token.

The signature covers the path, the end and who asked (`bearer`, any short text of the caller's, such as
`user.12.34`); the endpoint still asks `visible_to` for that bearer.
"""

import hmac
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import urlencode

from deskbell.core.keys import Keys

LIFETIME: Final = 600  # seconds
ROUNDED_TO: Final = 60  # seconds; so that reading a page twice gives the same addresses, which browsers keep
MAX_BEARER_LENGTH: Final = 200
MAX_DIGITS: Final = 12


class InvalidSignature(Exception):
    """The address wasn't signed by us, was changed, or is too old."""


class UrlSigner:
    """Signs paths and checks them."""

    def __init__(self, keys: Keys) -> None:
        """Take the installation's keys."""
        self._key = keys.url_key

    def sign(self, path: str, bearer: str, *, now: float | None = None) -> str:
        """Return `path` with a query that lets `bearer` fetch it for ten minutes (at least nine)."""
        moment = time.time() if now is None else now
        expires = (int(moment) + LIFETIME) // ROUNDED_TO * ROUNDED_TO
        query = {"bearer": bearer, "expires": expires, "signature": self._signature(path, bearer, expires)}
        return f"{path}?{urlencode(query)}"

    def verify(self, path: str, query: Mapping[str, str], *, now: float | None = None) -> str:
        """Return the bearer that `path` was signed for; InvalidSignature if the query doesn't say so."""
        bearer, expires, signature = (query.get(name, "") for name in ("bearer", "expires", "signature"))
        moment = time.time() if now is None else now
        if (
            not (expires.isascii() and expires.isdigit() and len(expires) <= MAX_DIGITS)
            or len(bearer) > MAX_BEARER_LENGTH
        ):
            raise InvalidSignature
        expected = self._signature(path, bearer, int(expires))
        if not signature.isascii() or not hmac.compare_digest(expected, signature) or int(expires) <= moment:
            raise InvalidSignature
        return bearer

    def _signature(self, path: str, bearer: str, expires: int) -> str:
        message = "\0".join(("signed-url", path, bearer, str(expires))).encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._key, message, sha256)).rstrip(b"=").decode()
