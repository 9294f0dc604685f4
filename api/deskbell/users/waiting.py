"""Who is let in at once, and who waits: the registration setting, applied to one account (domain.md 2)."""

from typing import Final

from deskbell.settings.schemas import Registration
from deskbell.users.models import WaitsFor

WAITS_FOR: Final = {
    Registration.open: None,
    Registration.verified: WaitsFor.verification,
    Registration.approved: WaitsFor.approval,
    Registration.closed: WaitsFor.approval,
}
"""What a new account waits for."""


def still_waits(mode: Registration, waits_for: str | None) -> bool:
    """Whether what this account writes is kept. Where all are let in, only those who were refused wait."""
    if waits_for is None:
        return False
    return mode is not Registration.open or waits_for == WaitsFor.refused
