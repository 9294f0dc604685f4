"""Permissions, groups of agents and restrictions as the API takes and gives them."""

from datetime import date, datetime
from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from deskbell.core.fields import Id, Line, Moment
from deskbell.core.pagination import Read, Ref, Write
from deskbell.departments.schemas import DepartmentAccessRead, DepartmentAccessWrite

LONGEST_NETWORK = 50
GroupName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
PermissionName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
ADDRESSES = "The networks from which they may sign in, as 192.0.2.0/24 or 2001:db8::/32; empty: from any."
SECOND_FACTOR = "Whether a second factor is required to sign in."
EXPIRES_AT = "When the account stops to work; null: never."
RECORDS = "How many tickets and people they may read in an hour; null: any."


def _network(value: str) -> str:
    try:
        return str(ip_network(value.strip(), strict=False))
    except ValueError:
        message = "must be an address or a network, as 192.0.2.0/24"
        raise ValueError(message) from None


Network = Annotated[str, StringConstraints(max_length=LONGEST_NETWORK), AfterValidator(_network)]


class PermissionRead(Read):
    """One thing that may be granted."""

    name: str = Field(description="Its name, by which it is granted.", examples=["tickets.reply.mine"])
    area: str = Field(description="The part of the helpdesk that it belongs to.", examples=["tickets"])
    act: str = Field(description="What it lets somebody do there.", examples=["reply"])
    scope: Literal["mine", "team", "followed", "unassigned", "others"] | None = Field(
        description="Of which tickets; null outside of the ticket matrix."
    )
    title: str = Field(description="What it is called.", examples=["Reply to my tickets"])
    sentence: str = Field(description="What it opens, in one sentence.")
    needs: list[str] = Field(description="The permissions without which it opens nothing.")
    audience: Literal["customer", "agent"] = Field(
        description="Who can hold it: customers through user groups, agents through agent groups and singly."
    )
    destructive: bool = Field(description="Whether *All non-destructive* leaves it out.")


class RestrictionsRead(Read):
    """What cuts down whoever it is said of."""

    addresses: list[str] = Field(description=ADDRESSES)
    second_factor_required: bool = Field(description=SECOND_FACTOR)
    expires_at: datetime | None = Field(description=EXPIRES_AT)
    records_an_hour: int | None = Field(description=RECORDS)


class RestrictionsWrite(Write):
    """What is to cut down, whole; what is left out does not."""

    addresses: list[Network] = Field(default=[], max_length=100, description=ADDRESSES)
    second_factor_required: bool = Field(default=False, description=SECOND_FACTOR)
    expires_at: Moment | None = Field(default=None, description=EXPIRES_AT)
    records_an_hour: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        default=None, description=RECORDS
    )


class AgentGroupRead(Read):
    """Agents who hold the same."""

    id: int = Field(description="Its number.")
    name: str = Field(description="Its name.", examples=["Second line"])
    kind: Literal["all", "safe", "own"] = Field(
        description="`all` and `safe` are built in: every permission, and those that destroy nothing."
    )
    permissions: list[str] = Field(description="What it gives, by name.")
    departments: list[DepartmentAccessRead] = Field(description="The departments that it opens.")
    restrictions: RestrictionsRead
    members: int = Field(description="How many agents are in it.")
    version: int = Field(description="Grows with every change; give it as `If-Match`.")


class AgentGroupCreate(Write):
    """A new group; it gives nothing yet."""

    name: GroupName = Field(description="Its name; no other group of agents has it.")


class AgentGroupUpdate(Write):
    """Changes to a group; what is left out stays."""

    name: GroupName | None = Field(default=None, description="The new name.")
    restrictions: RestrictionsWrite | None = Field(
        default=None, description="What cuts its agents down, whole."
    )


class PermissionsPut(Write):
    """The whole set of permissions."""

    permissions: list[PermissionName] = Field(
        max_length=500, description="By name; an empty list takes all away."
    )


class GroupDepartmentsPut(Write):
    """The whole set of departments that a group opens."""

    departments: list[DepartmentAccessWrite] = Field(
        max_length=1000, description="Each with its access; an empty list takes all away."
    )


class AgentGroupsPut(Write):
    """The whole set of groups of an agent."""

    agent_group_ids: list[Id] = Field(
        max_length=100, description="Their numbers; an empty list takes the agent out of all."
    )


class MyPermissionsRead(Read):
    """What somebody holds as an agent."""

    permissions: list[str] = Field(description="By name, in the order of the registry.")


class UserPermissionsRead(Read):
    """What an agent holds."""

    permissions: list[str] = Field(description="What they hold by themselves.")
    groups: list[Ref] = Field(description="The groups of agents they are in, by name.")
    held: list[str] = Field(description="All that they hold, by themselves and by their groups.")
    version: int = Field(description="Of the agent's rights; give it as `If-Match`.")


class UserRestrictionsRead(RestrictionsRead):
    """What cuts an agent down by themselves; their groups may do so, too."""

    version: int = Field(description="Of the agent's rights; give it as `If-Match`.")


class OutOfOffice(Write):
    """How long somebody is away."""

    until: date = Field(description="The last day, as 2026-12-24.")


class OutOfOfficeRead(Read):
    """Whether somebody is away."""

    until: date | None = Field(description="The last day; null: they are there.")
