"""Accounts as the API takes and gives them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, StringConstraints

from deskbell.core.auth import Level
from deskbell.core.fields import Line
from deskbell.core.locales import Language, TimeZone
from deskbell.core.pagination import Read, Write

LONGEST_ADDRESS = 254

LevelName = Literal["user", "agent", "admin"]
PersonName = Annotated[Line, StringConstraints(min_length=1, max_length=200)]


def _deliverable(value: str) -> str:
    """The address as mail servers write it; hosts of private networks and `.test` are allowed."""
    try:
        checked = validate_email(value, globally_deliverable=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from None
    return checked.normalized


Address = Annotated[
    Line,
    StringConstraints(min_length=3, max_length=LONGEST_ADDRESS),
    AfterValidator(_deliverable),
    Field(json_schema_extra={"format": "email"}, examples=["anna@example.org"]),
]


class UserSort(StrEnum):
    """Orders of the list of accounts."""

    newest = "-created_at"
    name = "name"


class UserMe(Read):
    """The account that is signed in, as it sees itself."""

    id: int = Field(description="Its number.")
    name: str = Field(description="What the person is called.")
    email: str | None = Field(description="The primary address; null for an account without one.")
    level: LevelName = Field(description="The account's level; the token may reach less far.")
    language: str = Field(description="The language of screens and mails.", examples=["en"])
    time_zone: str = Field(description="The time zone in which times are shown.", examples=["Europe/Berlin"])


class UserRead(UserMe):
    """An account, as agents see it."""

    disabled: bool = Field(description="Whether it is kept from signing in.")
    claimed: bool = Field(description="Whether its owner has a password.")
    service: bool = Field(description="Whether it is a program's: nobody signs in as it, API keys do.")
    created_at: datetime = Field(description="When it was made.")


class AgentRead(Read):
    """An agent to whom tickets can be assigned."""

    id: int = Field(description="The account's number.")
    name: str = Field(description="What the agent is called.")
    department_ids: list[int] = Field(description="The departments whose tickets the agent sees.")
    out_of_office_until: date | None = Field(
        description="The last day on which the agent is away; null: they are there. Warn before assigning."
    )


class UserCreate(Write):
    """A new customer."""

    name: PersonName = Field(description="What the person is called.")
    email: Address = Field(description="The primary address; no other account may have it.")


class MeUpdate(Write):
    """Changes to one's own profile; what is left out or null stays."""

    name: PersonName | None = Field(default=None, description="What you are called.")
    language: Language | None = Field(default=None, description="The language of screens and mails.")
    time_zone: TimeZone | None = Field(default=None, description="A name of the time zone database.")


class UserUpdate(MeUpdate):
    """Changes to somebody's profile; what is left out or null stays."""


class LevelUpdate(Write):
    """The level that an account is to have."""

    level: LevelName = Field(description="The new level.")


def level_name(level: int) -> LevelName:
    """The name of an account's level, which is never `guest`."""
    return _NAMES[level]


_NAMES: dict[int, LevelName] = {Level.user: "user", Level.agent: "agent", Level.admin: "admin"}
