"""Organizations as the API takes and gives them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Id, Line, QueryId, Text
from deskbell.core.pagination import PageQuery, Read, Ref, Write
from deskbell.organizations.models import Sharing

OrganizationName = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
ShortLine = Annotated[Line, StringConstraints(max_length=200)]
LongText = Annotated[Text, StringConstraints(max_length=20_000)]
LabelWord = Annotated[Line, StringConstraints(min_length=1, max_length=60)]
DomainText = Annotated[Line, StringConstraints(min_length=1, max_length=255)]
Labels = Annotated[list[LabelWord], Field(max_length=50)]
MOST_DOMAINS = 200


class OrganizationSort(StrEnum):
    """Orders of the list of organizations; a minus means the newest first."""

    name = "name"
    updated_at_down = "-updated_at"


class OrganizationListQuery(PageQuery):
    """Filters, order and place of a list of organizations."""

    q: Line | None = Field(None, max_length=100, description="A part of the name or of a domain.")
    label: list[Line] = Field([], max_length=20, description="Has each of these labels.")
    account_manager_id: QueryId | None = Field(None, description="Who looks after it.")
    parent_id: QueryId | None = Field(None, description="Stands right below this one.")
    sort: OrganizationSort = Field(OrganizationSort.name, description="The order.")
    count: bool = Field(False, description="Whether `total` is wanted.")  # noqa: FBT003


class SharingRead(Read):
    """Who of its people may do what on the tickets of the others."""

    see: Sharing = Field(description="Who sees them.")
    reply: Sharing = Field(description="Who of those that see may reply.")
    close: Sharing = Field(description="Who of those that see may say that nothing more is wanted.")
    private_allowed: bool = Field(description="Whether somebody may keep a ticket to themselves.")


class SharingPut(Write):
    """Who of its people may do what on the tickets of the others."""

    see: Sharing = Field(description="Who sees them. Managers see wherever anybody does.")
    reply: Sharing = Field(description="Who of those that see may reply.")
    close: Sharing = Field(description="Who of those that see may close.")
    private_allowed: bool = Field(True, description="Whether somebody may keep a ticket to themselves.")  # noqa: FBT003


class OrganizationSummary(Read):
    """An organization as it stands in a list."""

    id: int = Field(description="Its number.")
    name: str = Field(description="Its name.", examples=["Acme Ltd"])
    labels: list[str] = Field(description="Words that agents put on it.")
    account_manager: Ref | None = Field(description="The agent who looks after it.")
    parent: Ref | None = Field(description="The organization that it stands below.")
    domains: list[str] = Field(description="Its domains; with a leading dot, subdomains count too.")
    member_count: int = Field(description="How many people belong to it, without presumed ones.")
    version: int = Field(description="Grows with every change; give it as `If-Match`.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When it was last changed.")


class OrganizationRead(OrganizationSummary):
    """An organization, as agents see it."""

    description: str = Field(description="What it is, in a few words.")
    website: str = Field(description="Its website.")
    phone: str = Field(description="Its telephone number.")
    notes: str = Field(description="What agents keep in mind; customers never get it.")
    sharing: SharingRead = Field(description="Who of its people may do what on each other's tickets.")


class OrganizationCreate(Write):
    """A new organization."""

    name: OrganizationName = Field(description="Its name; no other organization has it.")
    description: LongText = Field("", description="What it is, in a few words.")
    website: ShortLine = Field("", description="Its website.")
    phone: ShortLine = Field("", description="Its telephone number.")
    notes: LongText = Field("", description="What agents keep in mind; customers never get it.")
    labels: Labels = Field([], description="Words that agents put on it.")
    account_manager_id: Id | None = Field(None, description="The agent who looks after it.")
    parent_id: Id | None = Field(None, description="The organization that it stands below.")
    domains: list[DomainText] = Field([], max_length=MOST_DOMAINS, description="Its domains.")


class OrganizationUpdate(Write):
    """Changes to an organization; what is left out stays, and null takes away where nothing is possible."""

    name: OrganizationName | None = Field(None, description="The new name.")
    description: LongText | None = Field(None, description="What it is, in a few words.")
    website: ShortLine | None = Field(None, description="Its website.")
    phone: ShortLine | None = Field(None, description="Its telephone number.")
    notes: LongText | None = Field(None, description="What agents keep in mind.")
    labels: Labels | None = Field(None, description="Exactly these words.")
    account_manager_id: Id | None = Field(None, description="The agent who looks after it; null: nobody.")
    parent_id: Id | None = Field(None, description="The organization above; null: none.")


class DomainsPut(Write):
    """Exactly the domains that the organization is to have."""

    domains: list[DomainText] = Field(
        max_length=MOST_DOMAINS,
        description="Each as `acme.com`, or `.acme.com` with its subdomains.",
        examples=[["acme.com", ".acme.example"]],
    )


class OrganizationMergeRead(Read):
    """Two organizations that were made one."""

    id: int
    source: Ref = Field(description="The one that went into the other.")
    target: Ref = Field(description="The one that stayed.")
    merged_by: Ref | None
    created_at: datetime
    undone_at: datetime | None
    undoable: bool
