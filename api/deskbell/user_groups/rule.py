"""The rule of a group: who is in it by what they are, never by organization (domain.md section 3)."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from deskbell.core.fields import Line
from deskbell.core.locales import Language, TimeZone
from deskbell.core.pagination import Write

MOST_VALUES = 200
_DOMAIN = re.compile(r"\.?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def _domain(value: str) -> str:
    """The domain in small letters, as mail servers know it. A dot before it: its subdomains too."""
    dot = "." if value.startswith(".") else ""
    try:
        plain = dot + value.removeprefix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        plain = ""
    if not _DOMAIN.fullmatch(plain):
        message = "must be a domain, as in example.org, or .example.org for its subdomains too"
        raise ValueError(message)
    return plain


def _once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Domain = Annotated[
    Line,
    StringConstraints(max_length=253),
    AfterValidator(_domain),
    Field(examples=["example.org", ".example.org"]),
]


class GroupRule(Write):
    """Who is in a group by what they are; members that are left out ask nothing, and one is needed.

    Where several are given, all have to hold.
    """

    domains: Annotated[list[Domain], AfterValidator(_once)] = Field(
        default=[],
        max_length=MOST_VALUES,
        description="One of the person's verified addresses is of one of these domains; "
        "with a dot before it, of a subdomain too.",
    )
    languages: list[Language] = Field(
        default=[], max_length=MOST_VALUES, description="The person's language is one of these."
    )
    time_zones: list[TimeZone] = Field(
        default=[], max_length=MOST_VALUES, description="The person's time zone is one of these."
    )
    claimed: Literal[True] | None = Field(
        default=None, description="True: only those whose account has a password."
    )

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.domains or self.languages or self.time_zones):
            message = "name domains, languages or time zones; all claimed accounts are in Registered"
            raise ValueError(message)
        return self

    def words(self) -> list[str]:
        """The rule as it stands in the log: `domain:example.org`, `claimed`."""
        lists = {"domain": self.domains, "language": self.languages, "time_zone": self.time_zones}
        named = [f"{what}:{each}" for what, values in lists.items() for each in values]
        return [*named, *(["claimed"] if self.claimed else [])]
