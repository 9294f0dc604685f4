"""The mail server through which mail goes out, as an admin entered it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

PATIENCE: Final = 60.0
FINAL_PATIENCE: Final = 300.0


class Security(StrEnum):
    """How the connection is secured: from the start, by STARTTLS (insisted on), or not at all."""

    tls = "tls"
    starttls = "starttls"
    none = "none"


@dataclass(frozen=True, slots=True)
class Login:
    """Who we are to the server: a password, or an access token (XOAUTH2) instead of it."""

    username: str
    password: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how to send.

    `private`: the admin says that it stands in a private network. `own_name` is what we call ourselves.
    `patience` is in seconds for an answer, `final_patience` for the one after the mail.
    """

    host: str
    port: int = 587
    security: Security = Security.starttls
    login: Login | None = None
    private: bool = False
    own_name: str = "localhost"
    patience: float = PATIENCE
    final_patience: float = FINAL_PATIENCE

    @property
    def place(self) -> tuple[str, int]:
        """Where it is reached, whoever logs in there."""
        return self.host.lower(), self.port
