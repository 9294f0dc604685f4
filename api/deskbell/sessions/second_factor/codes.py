"""Codes: of authenticator apps (RFC 6238, by pyotp), and those on paper."""

import hmac
import re
import secrets
import time
from typing import Final

import pyotp
import segno

from deskbell.core.tokens import hash_secret

STEP: Final = 30
DIGITS: Final = 6
NEIGHBORS: Final = 1
"""So many half minutes may a telephone's clock be wrong."""
RECOVERY_CODES: Final = 10
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # without those that are mistaken for others
_GROUPS, _GROUP = 4, 4


def new_app_secret() -> str:
    """The secret that an app and we share: 160 bits in base 32."""
    return pyotp.random_base32()


def app_address(secret: str, account: str, helpdesk: str) -> str:
    """The `otpauth:` address that an app takes up."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=helpdesk)


def picture_of(address: str) -> str:
    """The address as a QR code: a `data:` address of an SVG, dark on white in the dark, too."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=3, light="#fff", dark="#000"))


def matching_step(secret: str, code: str, last_step: int) -> int | None:
    """The half minute that this code belongs to, if it is close to now and after the one used last."""
    digits = "".join(code.split())
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits):
        return None
    app, now = pyotp.TOTP(secret), int(time.time()) // STEP
    for step in range(now - NEIGHBORS, now + NEIGHBORS + 1):
        if step > last_step and hmac.compare_digest(app.generate_otp(step), digits):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Codes of 80 bits each, in groups that can be copied from paper."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(user_id: int, code: str) -> bytes:
    """The hash under which a code is kept, however it was typed."""
    letters = re.sub(r"[^0-9a-z]", "", code.lower()).translate(str.maketrans("oil", "011"))
    return bytes.fromhex(hash_secret(f"{user_id}:{letters}"))
