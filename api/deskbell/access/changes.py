"""Changes of rights that can be looked at before they are made, and how each is made."""

from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.content.knowledge.actions.set_audience import set_article_audience, set_category_audience
from deskbell.content.knowledge.schemas import AudienceUpdate
from deskbell.core.auth import Actor
from deskbell.core.fields import Id
from deskbell.core.pagination import Write
from deskbell.departments.access import as_access
from deskbell.departments.actions.give_access import give_access
from deskbell.organizations.actions.share import share
from deskbell.organizations.members.actions.put import put_member
from deskbell.organizations.members.schemas import MemberPut
from deskbell.organizations.schemas import SharingPut
from deskbell.permissions.actions.change_members import add_member, remove_member, set_groups
from deskbell.permissions.actions.give_permissions import give_to_group, give_to_user
from deskbell.permissions.actions.open_departments import open_departments
from deskbell.permissions.schemas import AgentGroupsPut, GroupDepartmentsPut, PermissionsPut
from deskbell.tickets.actions.remove_member import remove_member as remove_from_organization
from deskbell.user_groups.actions.set_permissions import set_permissions
from deskbell.user_groups.members.actions.join import add_members
from deskbell.user_groups.members.actions.leave import remove_members
from deskbell.user_groups.schemas import GroupPermissionsUpdate

IN, OUT = "Who is to come in, by number.", "Who is to leave, by number."
People = Annotated[list[Id], Field(max_length=1000)]


class UserGroupPermissionsChange(GroupPermissionsUpdate):
    """As `PUT /v1/user-groups/{user_group_id}/permissions`."""

    kind: Literal["user_group_permissions"]
    user_group_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Let the group grant exactly these."""
        await set_permissions(session, actor, self.user_group_id, self.permissions, None)


class UserGroupMembersChange(Write):
    """As adding people to a group of customers, and removing others."""

    kind: Literal["user_group_members"]
    user_group_id: Id
    add: People = Field([], description=IN)
    remove: People = Field([], description=OUT)

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Put the ones in, take the others out."""
        if self.add:
            await add_members(session, actor, self.user_group_id, self.add)
        if self.remove:
            await remove_members(session, actor, self.user_group_id, self.remove)


class AgentGroupPermissionsChange(PermissionsPut):
    """As `PUT /v1/agent-groups/{agent_group_id}/permissions`."""

    kind: Literal["agent_group_permissions"]
    agent_group_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Let the group give exactly these."""
        await give_to_group(session, actor, self.agent_group_id, self.permissions, None)


class AgentGroupDepartmentsChange(GroupDepartmentsPut):
    """As `PUT /v1/agent-groups/{agent_group_id}/departments`."""

    kind: Literal["agent_group_departments"]
    agent_group_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Let the group open exactly these."""
        await open_departments(session, actor, self.agent_group_id, as_access(self.departments), None)


class AgentGroupMembersChange(Write):
    """As adding agents to a group of agents, and removing others."""

    kind: Literal["agent_group_members"]
    agent_group_id: Id
    add: People = Field([], description=IN)
    remove: People = Field([], description=OUT)

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Put the ones in, take the others out."""
        for user_id in self.add:
            await add_member(session, actor, self.agent_group_id, user_id)
        for user_id in self.remove:
            await remove_member(session, actor, self.agent_group_id, user_id)


class UserPermissionsChange(PermissionsPut):
    """As `PUT /v1/users/{user_id}/permissions`."""

    kind: Literal["user_permissions"]
    user_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Give the agent exactly these."""
        await give_to_user(session, actor, self.user_id, self.permissions, None)


class UserDepartmentsChange(GroupDepartmentsPut):
    """As `PUT /v1/users/{user_id}/departments`."""

    kind: Literal["user_departments"]
    user_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Give the agent exactly this access."""
        given = as_access(self.departments)
        await give_access(session, actor, self.user_id, given, pointer="/departments")


class UserAgentGroupsChange(AgentGroupsPut):
    """As `PUT /v1/users/{user_id}/agent-groups`."""

    kind: Literal["user_agent_groups"]
    user_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Put the agent into exactly these groups."""
        await set_groups(session, actor, self.user_id, self.agent_group_ids, None)


class OrganizationSharingChange(SharingPut):
    """As `PUT /v1/organizations/{organization_id}/sharing`."""

    kind: Literal["organization_sharing"]
    organization_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Share exactly so."""
        await share(session, actor, self.organization_id, self, None)


class OrganizationMemberChange(MemberPut):
    """As `PUT /v1/organizations/{organization_id}/members/{user_id}`."""

    kind: Literal["organization_member"]
    organization_id: Id
    user_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Make the person that in the organization."""
        await put_member(session, actor, self.organization_id, self.user_id, self)


class OrganizationMemberRemoval(Write):
    """As `DELETE /v1/organizations/{organization_id}/members/{user_id}`."""

    kind: Literal["organization_member_removed"]
    organization_id: Id
    user_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Take the person out."""
        await remove_from_organization(session, actor, self.organization_id, self.user_id, None)


class CategoryAudienceChange(AudienceUpdate):
    """As `PUT /v1/knowledge/categories/{category_id}/audience`."""

    kind: Literal["category_audience"]
    category_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Make the category be for exactly these."""
        await set_category_audience(session, actor, self.category_id, self, None)


class ArticleAudienceChange(AudienceUpdate):
    """As `PUT /v1/knowledge/articles/{article_id}/audience`."""

    kind: Literal["article_audience"]
    article_id: Id

    async def make(self, session: AsyncSession, actor: Actor) -> None:
        """Make the article be for exactly these."""
        await set_article_audience(session, actor, self.article_id, self, None)


RightsChange = Annotated[
    UserGroupPermissionsChange
    | UserGroupMembersChange
    | AgentGroupPermissionsChange
    | AgentGroupDepartmentsChange
    | AgentGroupMembersChange
    | UserPermissionsChange
    | UserDepartmentsChange
    | UserAgentGroupsChange
    | OrganizationSharingChange
    | OrganizationMemberChange
    | OrganizationMemberRemoval
    | CategoryAudienceChange
    | ArticleAudienceChange,
    Field(discriminator="kind"),
]


class AccessPreviewCreate(Write):
    """A change to look at before it is made."""

    change: RightsChange = Field(description="The change, as its own address takes it.")
