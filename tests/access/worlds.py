"""Random worlds for the questions of access: the same people and things, with other grants each time."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import delete, insert, select, update
from tests.factories.agent_groups import make_agent_group
from tests.factories.departments import make_department
from tests.factories.knowledge import make_article, make_category, make_readers
from tests.factories.organizations import make_organization
from tests.factories.teams import make_team
from tests.factories.tickets import make_ticket, status_of
from tests.factories.users import make_user

from deskbell.content.knowledge.models import Article, ArticleAudience, Category, CategoryAudience
from deskbell.core.auth import Level
from deskbell.departments.actions.place import place
from deskbell.departments.models import DepartmentAccess
from deskbell.organizations.models import Organization, OrganizationMember
from deskbell.permissions.models import (
    AgentGroup,
    AgentGroupDepartment,
    AgentGroupMember,
    AgentGroupPermission,
    AgentPermission,
    AgentTerms,
)
from deskbell.permissions.registry import AGENT_PERMISSIONS, CUSTOMER_PERMISSIONS
from deskbell.teams.models import TeamMember
from deskbell.tickets.models import Ticket, TicketFollower, TicketGrant
from deskbell.user_groups.models import UserGroup, UserGroupMember, UserGroupPermission
from deskbell.users.models import User, UserAddress

SHARING = ["none", "managers", "named", "everyone"]
AUDIENCES = ["agents", "parent", "groups", "groups"]
CLEARED = [
    *(AgentGroupMember, AgentGroupPermission, AgentGroupDepartment, AgentPermission, AgentTerms),
    *(DepartmentAccess, TeamMember, TicketFollower, TicketGrant, UserGroupMember, UserGroupPermission),
    *(OrganizationMember, CategoryAudience, ArticleAudience),
]


async def make_stage(session):
    """Everybody and everything, before anything is granted."""
    top = await make_department(session, is_default=True)
    departments = [top, await make_department(session), await make_department(session)]
    departments[1].parent_id = top.id
    await place(session)
    staff = [await make_user(session, Level.agent) for _ in range(3)]
    customers = [await make_user(session) for _ in range(3)]
    acme = await make_organization(session, domains=["acme.example"])
    fourth = await make_user(session, address="nia@acme.example")
    agent_groups = [await make_agent_group(session) for _ in range(2)]
    teams = [await make_team(session)]
    tickets = [await make_ticket(session, customers[0], each) for each in departments]
    tickets += [await make_ticket(session, fourth, top)]
    shelf = await make_category(session)
    inner = await make_category(session, parent_id=shelf.id)
    stage = SimpleNamespace(
        departments=departments,
        staff=staff,
        customers=[*customers, fourth],
        organizations=[acme, await make_organization(session)],
        agent_groups=agent_groups,
        teams=teams,
        tickets=tickets,
        solved=await status_of(session, "solved"),
        fresh=await status_of(session, "new"),
        user_groups=[await make_readers(session) for _ in range(2)],
        categories=[shelf, inner],
        articles=[await make_article(session, inner)],
        built_in=await built_in(session),
    )
    return SimpleNamespace(**{name: _plain(value) for name, value in vars(stage).items()})


def _plain(value):
    """Rows without their session: what is undone makes it forget them."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    names = [name for name in ("id", "level", "kind") if hasattr(value, name)]
    return SimpleNamespace(**{name: getattr(value, name) for name in names}) if names else value


async def built_in(session):
    """The numbers of *Everyone* and *Registered*."""
    return list(await session.scalars(select(UserGroup.id).where(UserGroup.kind != "own")))


class Dealer:
    """Deals grants by chance."""

    def __init__(self, session, stage, dice):
        self.session, self.stage, self.dice = session, stage, dice

    async def deal(self):
        """Another world on the same stage."""
        for table in CLEARED:
            await self.session.execute(delete(table))
        await self._people()
        await self._agents()
        await self._tickets()
        await self._customers()
        await self._shelves()

    async def _put(self, table, rows):
        if rows:
            await self.session.execute(insert(table), rows)

    def _some(self, things, share):
        return [each for each in things if self.dice.random() < share]

    async def _people(self):
        dice, now = self.dice, datetime.now(UTC)
        for user in (*self.stage.staff, *self.stage.customers):
            values = {
                "disabled_at": now if dice.random() < 0.06 else None,
                "claimed_at": now if dice.random() < 0.7 else None,
            }
            await self.session.execute(update(User).where(User.id == user.id).values(**values))
            proven = now if dice.random() < 0.6 else None
            mine = UserAddress.user_id == user.id
            await self.session.execute(update(UserAddress).where(mine).values(verified_at=proven))

    async def _agents(self):
        dice, stage = self.dice, self.stage
        names = list(AGENT_PERMISSIONS)
        for user in stage.staff:
            held = self._some(names, dice.choice([0, 0.05, 0.5]))
            await self._put(AgentPermission, [{"user_id": user.id, "permission": each} for each in held])
            await self._put(DepartmentAccess, self._opened({"user_id": user.id}, 0.4))
            teams = self._some(stage.teams, 0.4)
            await self._put(TeamMember, [{"user_id": user.id, "team_id": each.id} for each in teams])
            joined = self._some(stage.agent_groups, 0.4)
            rows = [{"user_id": user.id, "group_id": each.id} for each in joined]
            await self._put(AgentGroupMember, rows)
        for group in stage.agent_groups:
            held = self._some(names, dice.choice([0, 0.1, 0.5]))
            rows = [{"group_id": group.id, "permission": each} for each in held]
            await self._put(AgentGroupPermission, rows)
            await self._put(AgentGroupDepartment, self._opened({"group_id": group.id}, 0.3))
        ends = datetime.now(UTC) - timedelta(days=1) if dice.random() < 0.05 else None
        first = stage.agent_groups[0].id
        await self.session.execute(update(AgentGroup).where(AgentGroup.id == first).values(expires_at=ends))

    def _opened(self, whose, share):
        return [
            whose
            | {
                "department_id": each.id,
                "access": self.dice.choice(["full", "full", "assign"]),
                "with_children": self.dice.random() < 0.3,
            }
            for each in self._some(self.stage.departments, share)
        ]

    async def _tickets(self):
        dice, stage = self.dice, self.stage
        everybody = [*stage.staff, *stage.customers]
        for ticket in stage.tickets:
            status = dice.choice([stage.solved, stage.fresh])
            values = {
                "assignee_id": dice.choice([None, *(each.id for each in stage.staff)]),
                "team_id": dice.choice([None, stage.teams[0].id]),
                "organization_id": dice.choice([None, *(each.id for each in stage.organizations)]),
                "private": dice.random() < 0.3,
                "status_id": status.id,
                "status_kind": status.kind,
                "deleted_at": datetime.now(UTC) if dice.random() < 0.05 else None,
            }
            await self.session.execute(update(Ticket).where(Ticket.id == ticket.id).values(**values))
            followers = self._some(everybody, 0.15)
            rows = [{"ticket_id": ticket.id, "user_id": each.id} for each in followers]
            await self._put(TicketFollower, rows)
            let_in = self._some(stage.staff, 0.15)
            await self._put(TicketGrant, [{"ticket_id": ticket.id, "user_id": each.id} for each in let_in])

    async def _customers(self):
        dice, stage = self.dice, self.stage
        for group_id in (*stage.user_groups, *stage.built_in):
            share = dice.choice([0, 0.2, 0.6, 0.9])
            rows = [
                {"group_id": group_id, "permission": each}
                for each in self._some(list(CUSTOMER_PERMISSIONS), share)
            ]
            await self._put(UserGroupPermission, rows)
        everybody = [*stage.staff, *stage.customers]
        for group_id in stage.user_groups:
            rows = [{"group_id": group_id, "user_id": each.id} for each in self._some(everybody, 0.3)]
            await self._put(UserGroupMember, rows)
        for organization in stage.organizations:
            modes = {name: dice.choice(SHARING) for name in ("see", "reply", "close")}
            this = Organization.id == organization.id
            await self.session.execute(update(Organization).where(this).values(**modes))
            rows = [
                {
                    "organization_id": organization.id,
                    "user_id": each.id,
                    "role": dice.choice(["member", "member", "manager"]),
                    "named": dice.random() < 0.3,
                    "manager_until": datetime.now(UTC) + timedelta(days=dice.choice([-1, -1, 1])),
                }
                for each in self._some(stage.customers, 0.5)
            ]
            await self._put(OrganizationMember, rows)

    async def _shelves(self):
        dice, stage = self.dice, self.stage
        groups = [*stage.user_groups, *stage.built_in]
        for thing, table in (
            *((each, Category) for each in stage.categories),
            *((each, Article) for each in stage.articles),
        ):
            audience = dice.choice(AUDIENCES)
            values = {"audience": audience}
            if table is Article:
                values["published_at"] = datetime.now(UTC) if dice.random() < 0.8 else None
            await self.session.execute(update(table).where(table.id == thing.id).values(**values))
            if audience != "groups":
                continue
            key = "category_id" if table is Category else "article_id"
            audiences = CategoryAudience if table is Category else ArticleAudience
            rows = [{key: thing.id, "group_id": each} for each in self._some(groups, 0.4)]
            await self._put(audiences, rows)
