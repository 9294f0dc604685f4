"""The doors for mail: bound by the top process, as the port is, so that a child's restart refuses nobody."""

import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from deskbell.cli.refusal import Refusal
from deskbell.cli.serving.listening import REASONS

if TYPE_CHECKING:
    from deskbell.core.config import Settings

Door = tuple[Literal["smtp", "lmtp"], socket.socket]
IN_A_DEMONSTRATION: dict[Literal["smtp", "lmtp"], str] = {"smtp": "127.0.0.1:2525", "lmtp": "127.0.0.1:2524"}


def open_mail_doors(settings: "Settings") -> list[Door]:
    """Bind what the settings say. Raises Refusal with the reason where one can't be bound.

    A demonstration has doors on this machine by itself, on other ports where the usual ones are in use.
    """
    doors: list[Door] = []
    chosen: dict[Literal["smtp", "lmtp"], str | None] = {
        "smtp": settings.smtp_listen,
        "lmtp": settings.lmtp_listen,
    }
    for speech, address in chosen.items():
        if address is not None:
            doors.append((speech, _bound(address, f"DESKBELL_{speech.upper()}_LISTEN")))
        elif settings.demo:
            doors.append((speech, _bound_anyhow(IN_A_DEMONSTRATION[speech])))
    return doors


def close_doors(doors: Sequence[Door]) -> None:
    """Take no more mail."""
    for _, door in doors:
        door.close()


def mail_notes(doors: Sequence[Door]) -> list[str]:
    """Where mail is taken, as lines for the terminal."""
    names = {speech: "{}:{}".format(*door.getsockname()[:2]) for speech, door in doors}
    return (
        [f"  Mail in     {', '.join(f'{speech} {name}' for speech, name in names.items())}"] if names else []
    )


def _bound(address: str, setting: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    try:
        family, _, _, _, place = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
        return socket.create_server(place[:2], family=family, backlog=256)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, f"can't be opened ({error.strerror})")
        message = f"{setting} is {address}, which {reason}."
        raise Refusal(message) from error


def _bound_anyhow(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    try:
        return socket.create_server((host, int(port)), backlog=256)
    except OSError:
        return socket.create_server((host, 0), backlog=256)
