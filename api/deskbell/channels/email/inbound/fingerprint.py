"""What makes two deliveries the same mail: all of it but the lines that each delivery adds (T67)."""

import re
from hashlib import sha256
from typing import Final

MAX_HEADER: Final = 262_144
_TRACE: Final = re.compile(
    rb"^(?:received|x-received|return-path|delivered-to|x-delivered-to|x-original-to|envelope-to|received-spf"
    rb"|authentication-results|arc-seal|arc-message-signature|arc-authentication-results|x-google-smtp-source"
    rb"|x-gm-message-state|x-spam-[a-z-]*|x-forwarded-(?:to|for)|status|x-uid|x-keywords):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)


def fingerprint(raw: bytes) -> bytes:
    """The SHA-256 of a mail without trace fields, however its lines end."""
    plain = raw.replace(b"\r\n", b"\n")
    end = plain.find(b"\n\n", 0, MAX_HEADER)
    if end < 0:
        return sha256(plain.rstrip(b"\n")).digest()
    digest = sha256(_TRACE.sub(b"", plain[: end + 1]))
    digest.update(plain[end + 1 :].rstrip(b"\n"))
    return digest.digest()
