"""Facts about user groups, and about who came into them and left."""

from typing import ClassVar, Literal

from deskbell.events.event import Event


class UserGroupEvent(Event):
    """A fact about a user group."""

    subject: ClassVar[str] = "user_group"

    user_group_id: int


class UserGroupCreated(UserGroupEvent, type="user_group.created", internal=True):
    """A group was made; nobody is in it, and it grants nothing of its own."""


class UserGroupChanged(UserGroupEvent, type="user_group.changed", internal=True):
    """A group changed; `fields` names what."""

    fields: list[Literal["name"]]


class UserGroupDeleted(UserGroupEvent, type="user_group.deleted", internal=True):
    """A group was deleted, and what it granted with it; its members stay."""


class UserGroupPermissionsChanged(UserGroupEvent, type="user_group.permissions_changed", internal=True):
    """A group grants something else by itself: the whole set before and after."""

    before: list[str]
    after: list[str]


class UserGroupRuleChanged(UserGroupEvent, type="user_group.rule_changed", internal=True):
    """Other people are in the group by its rule: the rule before and after, in words for programs."""

    before: list[str]
    after: list[str]


class UserGroupMembersAdded(UserGroupEvent, type="user_group.members_added", internal=True):
    """People came into a group, by its rule or by somebody."""

    user_ids: list[int]
    by_rule: bool


class UserGroupMembersRemoved(UserGroupEvent, type="user_group.members_removed", internal=True):
    """People left a group, by its rule or by somebody."""

    user_ids: list[int]
    by_rule: bool
