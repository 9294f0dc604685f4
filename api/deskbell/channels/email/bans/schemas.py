"""Bans as the API takes and gives them."""

from datetime import datetime
from ipaddress import ip_network
from typing import Annotated, Final

from pydantic import Field, StringConstraints, model_validator

from deskbell.channels.email.bans.models import BanKind
from deskbell.channels.email.domains import plain_address
from deskbell.core.fields import Line, Moment
from deskbell.core.pagination import Read, Write
from deskbell.kit.domain_names import plain_domain

WIDEST: Final = {4: 8, 6: 16}
"""The shortest prefixes of networks that may be banned, by version: wider ones are a slip."""

Reason = Annotated[Line, StringConstraints(max_length=300)]


class MailBanRead(Read):
    """Whose mail is not taken."""

    id: int
    kind: BanKind
    value: str = Field(
        description="In plain spelling. A domain stands for all under it, too.", examples=["spam.example"]
    )
    reason: str
    expires_at: datetime | None = Field(description="Null: until somebody lifts it.")
    refused: int = Field(description="How many mails it kept out.")
    last_refused_at: datetime | None
    created_at: datetime
    version: int = Field(
        description="Grows with every change; give it as `If-Match` to change only what you have seen."
    )


class MailBanCreate(Write):
    """A new ban."""

    kind: BanKind
    value: Annotated[Line, StringConstraints(min_length=1, max_length=254)] = Field(
        description="An address, a domain (it stands for all under it, too), or a network such as "
        "`192.0.2.0/24`, which is that of the servers that connect to us.",
        examples=["spam.example"],
    )
    reason: Reason = ""
    expires_at: Moment | None = Field(None, description="Left out or null: until somebody lifts it.")

    @model_validator(mode="after")
    def _in_plain_spelling(self) -> "MailBanCreate":
        plain = _PLAIN[self.kind](self.value)
        if plain is None:
            message = _EXPECTED[self.kind]
            raise ValueError(message)
        self.value = plain
        return self


class MailBanUpdate(Write):
    """Changes to a ban; a member left out stays. What is banned never changes: make another one."""

    reason: Reason | None = None
    expires_at: Moment | None = Field(None, description="Null: until somebody lifts it.")


def _address(value: str) -> str | None:
    plain = plain_address(value)
    return plain and plain.lower()


def _domain(value: str) -> str | None:
    return plain_domain(value.removeprefix("@").removeprefix("*").removeprefix("."))


def _network(value: str) -> str | None:
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        return None
    return str(network) if network.prefixlen >= WIDEST[network.version] else None


_PLAIN: Final = {BanKind.address: _address, BanKind.domain: _domain, BanKind.network: _network}
_EXPECTED: Final = {
    BanKind.address: "must be an address such as mallory@spam.example",
    BanKind.domain: "must be a domain such as spam.example",
    BanKind.network: "must be an IP address, or a network such as 192.0.2.0/24 that is no wider than /8 "
    "(IPv6: /16)",
}
