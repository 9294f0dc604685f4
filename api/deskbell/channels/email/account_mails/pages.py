"""Where mailed links lead: pages under the configured address, never under one that a request named (T83)."""

from deskbell.core.auth import Level

RESET, STAFF_RESET = "/account/reset", "/agent/reset"
CLAIM = "/account/claim"
VERIFY = "/account/verify"
TICKET = "/t"
ORGANIZATION = "/organization"


def page(base_url: str, path: str, secret: str) -> str:
    """A link; the secret stands behind the `#`, which browsers send to nobody."""
    return f"{base_url}{path}#token={secret}"


def reset_page(level: int) -> str:
    """Where an account of this level sets a new password."""
    return STAFF_RESET if level >= Level.agent else RESET
