"""People of organizations, as the API takes and gives them."""

from datetime import datetime

from pydantic import Field

from deskbell.core.fields import Moment
from deskbell.core.pagination import Read, Ref, Write
from deskbell.organizations.models import Role
from deskbell.organizations.schemas import SharingRead


class MemberPerson(Read):
    """Somebody who belongs to an organization."""

    id: int
    name: str
    email: str | None


class MemberRead(Read):
    """Somebody in an organization, or presumed to be by the domain of an address."""

    user: MemberPerson
    role: Role = Field(description="What the person is.")
    managing: bool = Field(description="Whether they act as a manager now, by role or for a while.")
    manager_until: datetime | None = Field(description="Until when a manager handed the role to them.")
    named: bool = Field(description="Whether they see where the sharing is `named`.")
    follows_new: bool = Field(description="Whether they are made a follower of each new ticket.")
    is_default: bool = Field(description="Whether their tickets belong here unless they choose otherwise.")
    presumed: bool = Field(description="Not put in by anybody: an address is of one of the domains.")


class MemberPut(Write):
    """What somebody is to be in an organization."""

    role: Role = Field(Role.member, description="What the person is.")
    named: bool = Field(False, description="Whether they see where the sharing is `named`.")  # noqa: FBT003
    manager_until: Moment | None = Field(None, description="Until when a member acts as a manager.")
    is_default: bool | None = Field(
        None, description="Whether it becomes the person's default; null: if they have none yet."
    )


class MemberUpdate(Write):
    """What a manager may change of somebody; what is left out stays."""

    named: bool | None = Field(None, description="Whether they see where the sharing is `named`.")
    manager_until: Moment | None = Field(
        None, description="Hand the manager's role to a member until then; null ends it."
    )
    follows_new: bool | None = Field(
        None, description="Whether you are made a follower of each new ticket; of yourself only."
    )


class MembershipRead(Read):
    """An organization that a person belongs to."""

    organization: Ref
    role: Role
    managing: bool = Field(description="Whether they act as a manager now.")
    manager_until: datetime | None = Field(description="Until when a manager handed the role to them.")
    named: bool = Field(description="Whether they see where the sharing is `named`.")
    follows_new: bool = Field(description="Whether they are made a follower of each new ticket.")
    is_default: bool = Field(description="Whether their tickets belong here unless they choose otherwise.")
    presumed: bool = Field(description="Only an address says so.")


class MyOrganizationRead(MembershipRead):
    """An organization of the caller's, with what is shared in it."""

    sharing: SharingRead
    sees: bool = Field(description="Whether you see the tickets of the others.")
