"""Content as it was before it was encoded for its way."""

import binascii
import re
from io import BytesIO
from typing import Final

_BASE64_DIGITS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NO_DIGITS: Final = bytes(set(range(256)) - set(_BASE64_DIGITS))
_GROUP: Final = 4
_NAME: Final = re.compile(r"[a-z0-9-]+")
_UUENCODE: Final = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})


def transfer_decoded(data: bytes, encoding: str) -> bytes:
    """The decoded content; what can't be decoded stays as it is."""
    found = _NAME.match(encoding.lower().replace(" ", ""))
    name = found[0] if found else ""
    if name == "base64":
        return _base64(data)
    if name in {"quoted-printable", "quotedprintable"}:
        return binascii.a2b_qp(data)
    if name in _UUENCODE:
        return _uuencoded(data)
    return data


def _base64(data: bytes) -> bytes:
    """Lenient: foreign characters are passed over, an end in the middle is none, a torn end is cut."""
    digits = data.translate(None, _NO_DIGITS)
    body = digits.rstrip(b"=")
    if b"=" in body:
        return b"".join(_base64_run(run) for run in body.split(b"=") if run)
    return _base64_run(body)


def _base64_run(digits: bytes) -> bytes:
    if len(digits) % _GROUP == 1:
        digits = digits[:-1]
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % _GROUP))


def _uuencoded(data: bytes) -> bytes:
    out = bytearray()
    for line in BytesIO(data):
        if line.startswith((b"begin ", b"end")) or not line.strip(b"` \t\r\n"):
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            try:
                out += binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
            except binascii.Error:
                return data
    return bytes(out)
