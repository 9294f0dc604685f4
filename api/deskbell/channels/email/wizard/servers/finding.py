"""What became of trying a server."""

from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """What stood in the way."""

    no_server = "no_server"
    private_network = "private_network"
    unknown_host = "unknown_host"
    unreachable = "unreachable"
    wrong_port = "wrong_port"
    no_tls = "no_tls"
    certificate = "certificate"
    no_login = "no_login"
    login = "login"
    sign_in = "sign_in"
    folder = "folder"
    refused = "refused"
    not_sent = "not_sent"
    not_found = "not_found"
    bounced = "bounced"
    broken = "broken"


@dataclass(frozen=True, slots=True)
class Tried:
    """How it went: nothing in the way, or what, and sentences that say what to do next."""

    obstacle: Obstacle | None
    says: str
    answer: str = ""
