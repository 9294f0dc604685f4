"""People as the search for them gives them."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from deskbell.core.fields import Line, QueryId
from deskbell.core.pagination import PageQuery, Read, Ref
from deskbell.tickets.dimension_schemas import StatusRef
from deskbell.users.schemas import LevelName


class PeopleSort(StrEnum):
    """Orders of the list of people."""

    name = "name"
    newest = "-created_at"


class PeopleQuery(PageQuery):
    """What the list of people is narrowed to; all that is given has to hold."""

    q: Line | None = Field(
        None,
        max_length=100,
        description="A part of the name, of any address or telephone number, or the account's number.",
    )
    group_id: QueryId | None = Field(
        None, description="Only who is in this user group, one of the built-in ones or another."
    )
    organization_id: QueryId | None = Field(
        None,
        description="Only who belongs to this organization, or is presumed to by the domain of an address. "
        "Needs the permission `organizations.view`.",
    )
    sort: PeopleSort = Field(PeopleSort.name, description="The order.")
    count: bool = Field(default=False, description="Whether `total` is wanted.")


class LastTicket(Read):
    """The ticket of a person that changed last, of those that you may see."""

    id: int = Field(description="Its number.")
    subject: str = Field(description="What it is about.")
    status: StatusRef = Field(description="How it stands.")
    updated_at: datetime = Field(description="When it changed last.")


class PersonFound(Read):
    """A person with what one looks for in a list of them."""

    id: int = Field(description="The account's number.")
    name: str = Field(description="What the person is called.")
    addresses: list[str] = Field(description="Every address, the primary one first; some have none.")
    level: LevelName = Field(description="The account's level.")
    disabled: bool = Field(description="Whether it is kept from signing in.")
    claimed: bool = Field(description="Whether its owner has a password.")
    groups: list[Ref] = Field(description="The user groups that somebody or a rule put the person in.")
    organizations: list[Ref] | None = Field(
        description="The organizations, the default one first; null without `organizations.view`."
    )
    last_ticket: LastTicket | None = Field(description="Null where you may see none of the person's.")
    created_at: datetime = Field(description="When the account was made.")
