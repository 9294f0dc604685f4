"""User groups as the API takes and gives them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Id, Line
from deskbell.core.pagination import Read, Ref, Write
from deskbell.user_groups.models import GroupKind
from deskbell.user_groups.rule import GroupRule

GroupName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
PermissionName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class GroupRuleRead(Read):
    """Who is in a group by what they are; all that is given has to hold."""

    domains: list[str] = Field(description="Domains of verified addresses; `.` before one: subdomains too.")
    languages: list[str] = Field(description="Languages.")
    time_zones: list[str] = Field(description="Time zones.")
    claimed: bool | None = Field(description="True: only those whose account has a password.")


class UserGroupRead(Read):
    """A group of customers: what they may see and do."""

    id: int = Field(description="Its number.")
    name: str = Field(description="Its name.", examples=["Partners"])
    kind: GroupKind = Field(description="`everyone` and `registered` are built in, others `own`.")
    members: int | None = Field(description="How many are in it; null for Everyone, guests included.")
    permissions: int = Field(description="How many permissions it grants by itself.")
    rule: GroupRuleRead | None = Field(description="Who is in it by what they are, if it has such a rule.")
    version: int = Field(description="Grows with every change but that of members.")


class UserGroupCreate(Write):
    """A new group, which grants nothing of its own."""

    name: GroupName = Field(description="Its name; no other group has it.")


class UserGroupUpdate(Write):
    """Changes to a group; what is left out or null stays."""

    name: GroupName | None = Field(default=None, description="The new name.")


class InheritedPermission(Read):
    """A permission that a group has because another one has it; it can't be taken away here."""

    permission: str = Field(description="Its name.", examples=["articles.view"])
    group: Ref = Field(description="The group that grants it.")


class GroupPermissions(Read):
    """What a group allows its members."""

    permissions: list[str] = Field(description="What it grants by itself, in order.")
    inherited: list[InheritedPermission] = Field(
        description="What it has from *Registered* and *Everyone*: locked here, changed there."
    )
    version: int = Field(description="The group's version, for `If-Match`.")


class GroupPermissionsUpdate(Write):
    """The whole set that a group is to grant by itself."""

    permissions: list[PermissionName] = Field(
        description="Names of customers' permissions; an empty list takes all away.", max_length=500
    )


class GroupRuleUpdate(GroupRule):
    """Who is to be in a group by what they are; members that are left out ask nothing, and one is needed.

    Where several are given, all have to hold.
    """


class UserGroupOfPerson(Read):
    """A group in which somebody is."""

    id: int = Field(description="Its number.")
    name: str = Field(description="Its name.")
    kind: GroupKind = Field(description="`everyone` and `registered` are built in, others `own`.")
    by_rule: bool = Field(description="Whether by what the person is: then it can't be taken away here.")


class UserGroupsOfPerson(Read):
    """All groups in which somebody is."""

    groups: list[UserGroupOfPerson] = Field(description="The built-in ones first, then by name.")
    version: int = Field(description="Another one for each set of groups; for `If-Match`.")


class UserGroupsOfPersonUpdate(Write):
    """The own groups in which somebody is to be."""

    group_ids: list[Id] = Field(
        description="Their numbers. Groups whose rule put the person in stay anyhow.", max_length=1000
    )
