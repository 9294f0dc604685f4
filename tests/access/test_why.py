"""Why: what is named flips the product's own answer, and nothing smaller does, in random worlds.

`DESKBELL_WORLDS=2000` asks as many worlds as the issue wants (`make test-why`); the suite asks a few.
"""

import os
import random
from itertools import combinations

from sqlalchemy import delete
from tests.access.worlds import Dealer, make_stage

from deskbell.access.asking import is_allowed
from deskbell.access.explaining import facts_of
from deskbell.access.formula import Question, formula
from deskbell.access.grants import Leaf, paths, ways
from deskbell.access.schemas import SHELF_ACTS, TICKET_ACTS
from deskbell.access.trying import give, undone
from deskbell.core.auth import Level
from deskbell.departments.models import DepartmentAccess
from deskbell.organizations.models import OrganizationMember
from deskbell.permissions.models import (
    AgentGroupDepartment,
    AgentGroupMember,
    AgentGroupPermission,
    AgentPermission,
)
from deskbell.permissions.registry import AGENT_PERMISSIONS, CUSTOMER_PERMISSIONS
from deskbell.teams.models import TeamMember
from deskbell.tickets.models import TicketFollower, TicketGrant
from deskbell.user_groups.models import UserGroupMember, UserGroupPermission

WORLDS = int(os.environ.get("DESKBELL_WORLDS", "3"))
QUESTIONS = 10
MOVING = {"level", "assignee"}
"""Grants that also end what was, another home, another scope: with others they may undo these."""
TABLES = {
    "permission": (AgentPermission, "user_id", "permission"),
    "agent_group_permission": (AgentGroupPermission, "group_id", "permission"),
    "agent_group_member": (AgentGroupMember, "user_id", "group_id"),
    "agent_group_department": (AgentGroupDepartment, "group_id", "department_id"),
    "department": (DepartmentAccess, "user_id", "department_id"),
    "team_member": (TeamMember, "user_id", "team_id"),
    "follower": (TicketFollower, "user_id", "ticket_id"),
    "let_in": (TicketGrant, "user_id", "ticket_id"),
    "user_group_member": (UserGroupMember, "user_id", "group_id"),
    "user_group_permission": (UserGroupPermission, "group_id", "permission"),
    "organization_member": (OrganizationMember, "user_id", "organization_id"),
    "organization_named": (OrganizationMember, "user_id", "organization_id"),
    "organization_manager": (OrganizationMember, "user_id", "organization_id"),
}


def a_question(dice, stage):
    user = dice.choice([*stage.staff, *stage.staff, *stage.customers, *stage.customers, None])
    level = Level.guest if user is None else Level(user.level)
    door = level if dice.random() < 0.7 or user is None else dice.choice([Level.user, Level.agent])
    user_id = user and user.id
    kind = dice.choice(["permission", "ticket", "ticket", "ticket", "article", "category"])
    if kind == "permission":
        named = CUSTOMER_PERMISSIONS if dice.random() < 0.5 else AGENT_PERMISSIONS
        return Question(user_id, door, permission=dice.choice(list(named)))
    if kind == "ticket":
        act = dice.choice(["view", "view", "reply", "solve", *sorted(TICKET_ACTS)])
        return Question(user_id, door, act=act, thing=("ticket", dice.choice(stage.tickets).id))
    things = stage.articles if kind == "article" else stage.categories
    act = dice.choice(["view", *sorted(SHELF_ACTS)])
    return Question(user_id, door, act=act, thing=(kind, dice.choice(things).id))


def candidates(node):
    """Every grant that is missing and could be given."""
    if isinstance(node, Leaf):
        return set() if node.held or not node.open else {node.grant}
    return {grant for part in node.parts for grant in candidates(part)}


async def flips(session, question, grants):
    async with undone(session):
        await give(session, question, grants)
        return await is_allowed(session, question)


async def take(session, question, grant):
    """Take a grant away as it is stored."""
    table, *columns = TABLES[grant.kind]
    values = {"user_id": question.user_id, "permission": grant.permission}
    names = {"agent_group": "group_id", "user_group": "group_id"}
    values |= {names.get(kind, f"{kind}_id"): number for kind, number in grant.things}
    where = [getattr(table, name) == values[name] for name in columns]
    await session.execute(delete(table).where(*where))


async def check_yes(session, question, found):
    """Each path is told, and taking one grant of every path away takes the right away."""
    hit = [next((each for each in sorted(one) if each.kind in TABLES), None) for one in found]
    if not hit or None in hit:
        return 0
    async with undone(session):
        for grant in set(hit):
            await take(session, question, grant)
        assert not await is_allowed(session, question), (question, found)
    return 1


async def check_no(session, dice, question, node):
    """Each named set flips the answer and no part of it does; no single grant and no pair is left out."""
    found = ways(node)
    for one in dice.sample(found, min(4, len(found))):
        assert await flips(session, question, one), (question, one)
        for grant in one:
            assert not await flips(session, question, one - {grant}), (question, one, grant)
    known = sorted(candidates(node))
    singles = [frozenset({each}) for each in known]
    pairs = [frozenset(pair) for pair in combinations(known, 2)]
    tried = [*dice.sample(singles, min(3, len(singles))), *dice.sample(pairs, min(3, len(pairs)))]
    for some in tried:
        if len(some) > 1 and any(each.kind in MOVING for each in some):
            continue
        named = any(one <= some for one in found)
        assert await flips(session, question, some) == named, (question, some)
    return len(found)


async def test_named_grants_flip_the_answer_and_nothing_smaller_does(session):
    stage, dice = await make_stage(session), random.Random(int(os.environ.get("DESKBELL_SEED", "9")))
    dealer = Dealer(session, stage, dice)
    said = {"yes": 0, "taken": 0, "no": 0, "ways": 0}
    for _ in range(WORLDS):
        await dealer.deal()
        for _ in range(QUESTIONS):
            question = a_question(dice, stage)
            node = formula(question, await facts_of(session, question))
            found = paths(node)
            assert await is_allowed(session, question) == bool(found), (question, found, ways(node))
            if found:
                said["yes"] += 1
                said["taken"] += await check_yes(session, question, found)
            else:
                said["no"] += 1
                said["ways"] += await check_no(session, dice, question, node)
    print(WORLDS, said)  # noqa: T201 - what `make test-why` shows
    assert min(said.values()) > 0
