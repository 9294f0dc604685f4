"""Facts about what agents hold: names of permissions and numbers, whole before and after."""

from typing import ClassVar, Literal

from deskbell.departments.events import Access
from deskbell.events.event import Event


class AgentGroupEvent(Event):
    """A fact about a group of agents."""

    subject: ClassVar[str] = "agent_group"

    agent_group_id: int


class AgentGroupCreated(AgentGroupEvent, type="agent_group.created", internal=True):
    """A group was made; it gives nothing yet, and nobody is in it."""


class AgentGroupChanged(AgentGroupEvent, type="agent_group.changed", internal=True):
    """A group or its restrictions changed; `fields` names what."""

    fields: list[Literal["name", "addresses", "second_factor_required", "expires_at", "records_an_hour"]]


class AgentGroupDeleted(AgentGroupEvent, type="agent_group.deleted", internal=True):
    """A group was deleted: what it gave and to whom, so that it can be made again."""

    permissions: list[str]
    departments: list[Access]
    user_ids: list[int]


class AgentGroupPermissionsChanged(AgentGroupEvent, type="agent_group.permissions_changed", internal=True):
    """What a group gives changed: the whole set before and after."""

    before: list[str]
    after: list[str]


class AgentGroupDepartmentsChanged(AgentGroupEvent, type="agent_group.departments_changed", internal=True):
    """To which departments a group gives access changed: the whole set before and after."""

    before: list[int]
    after: list[int]
    access_before: list[Access]
    access_after: list[Access]


class AgentGroupMemberAdded(AgentGroupEvent, type="agent_group.member_added", internal=True):
    """An agent joined a group."""

    user_id: int


class AgentGroupMemberRemoved(AgentGroupEvent, type="agent_group.member_removed", internal=True):
    """An agent left a group."""

    user_id: int


class UserRightsEvent(Event):
    """A fact about what one agent holds by themselves."""

    subject: ClassVar[str] = "user"

    user_id: int


class UserPermissionsChanged(UserRightsEvent, type="user.permissions_changed", internal=True):
    """Somebody's own permissions changed: the whole set before and after."""

    before: list[str]
    after: list[str]


class UserRestrictionsChanged(UserRightsEvent, type="user.restrictions_changed", internal=True):
    """What restricts somebody changed; `fields` names what."""

    fields: list[Literal["addresses", "second_factor_required", "expires_at", "records_an_hour"]]


class UserAbsenceChanged(UserRightsEvent, type="user.absence_changed", internal=True):
    """Somebody is out of office until the end of a day, or back: days as 2026-11-26, null for present."""

    before: str | None
    after: str | None


class UserCeilingReached(UserRightsEvent, type="user.ceiling_reached", internal=True):
    """An agent wanted to read more records in an hour than they may; told once an hour."""

    records_an_hour: int
