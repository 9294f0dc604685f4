"""How the bytes of a mail are kept: as they are, or sealed where a secret stands in them."""

from typing import Final

from deskbell.core.sealing import Sealer

IN_THE_DEMO: Final = "Delivered to the demonstration's inbox."


def place_of(mail_id: int) -> str:
    """The place for which the bytes of a mail are sealed."""
    return f"outgoing_mail:{mail_id}"


def sealed(sealer: Sealer, mail_id: int, raw: bytes) -> bytes:
    """The bytes as nobody without the keys reads them."""
    return sealer.seal(raw.decode("latin-1"), place_of(mail_id))


def opened(sealer: Sealer, mail_id: int, stored: bytes, is_sealed: bool) -> bytes:  # noqa: FBT001 - a column
    """The bytes of the mail again. Raises `Unsealable`."""
    return sealer.open(stored, place_of(mail_id)).encode("latin-1") if is_sealed else stored
