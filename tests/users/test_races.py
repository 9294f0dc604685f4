"""The invariants of the ladder under real concurrency, on PostgreSQL (domain.md section 1)."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select
from tests.factories.departments import make_department
from tests.factories.teams import make_team
from tests.factories.users import acting_as, make_admin, make_agent

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import Problem
from deskbell.departments.actions.give_access import give_full_access
from deskbell.departments.models import DepartmentAccess
from deskbell.teams.actions.change_members import add_member
from deskbell.teams.models import TeamMember
from deskbell.users.actions.change_level import change_level
from deskbell.users.actions.create import create_user
from deskbell.users.actions.disable import disable_user
from deskbell.users.models import User

pytestmark = pytest.mark.commits
SYSTEM = Actor(kind="system", level=Level.admin)


async def at_once(database, *verbs):
    """Run each verb in a transaction of its own, all at the same time; the codes of what happened."""

    async def run(verb):
        try:
            async with database.session() as session:
                await verb(session)
        except Problem as problem:
            return problem.code
        return "done"

    return Counter(await asyncio.gather(*(run(verb) for verb in verbs)))


async def active_admins(database):
    async with database.session() as session:
        able = (User.level == Level.admin, User.disabled_at.is_(None), User.password_hash.is_not(None))
        return await session.scalar(select(func.count()).select_from(User).where(*able))


async def only_admins(database, number):
    """Make these the only admins there are."""
    async with database.session() as session:
        for other in await session.scalars(select(User).where(User.level == Level.admin)):
            other.level = Level.user
        return [await make_admin(session) for _ in range(number)]


@pytest.mark.parametrize("turn", range(5))
async def test_admins_who_lower_each_other_leave_one(live_database, turn):
    admins = await only_admins(live_database, 4)
    verbs = [
        lambda session, by=by, whom=whom: change_level(session, acting_as(by), whom.id, Level.agent)
        for by in admins
        for whom in admins
        if by is not whom
    ]
    outcome = await at_once(live_database, *verbs)
    assert await active_admins(live_database) == 1
    assert outcome["last_admin"] == 3


async def test_fifty_admins_who_lower_each_other_leave_one(live_database):
    admins = await only_admins(live_database, 50)
    verbs = [
        lambda session, by=by, whom=whom: change_level(session, acting_as(by), whom.id, Level.user)
        for by, whom in zip(admins, [*admins[1:], admins[0]], strict=True)
    ]
    outcome = await at_once(live_database, *verbs)
    assert await active_admins(live_database) == 1
    assert outcome == {"done": 49, "last_admin": 1}


@pytest.mark.parametrize("turn", range(5))
async def test_admins_who_lower_and_disable_each_other_leave_one(live_database, turn):
    one, two, three = await only_admins(live_database, 3)
    outcome = await at_once(
        live_database,
        lambda session: disable_user(session, acting_as(one), two.id),
        lambda session: change_level(session, acting_as(two), one.id, Level.user),
        lambda session: disable_user(session, acting_as(one), three.id),
        lambda session: change_level(session, acting_as(three), one.id, Level.user),
        lambda session: disable_user(session, acting_as(two), three.id),
        lambda session: disable_user(session, acting_as(three), two.id),
    )
    assert await active_admins(live_database) == 1
    assert outcome["last_admin"] >= 1


async def test_an_agent_lowered_while_given_rights_keeps_none(live_database):
    for _ in range(5):
        async with live_database.session() as session:
            agent, department = await make_agent(session), await make_department(session)
            team = await make_team(session)
        outcome = await at_once(
            live_database,
            lambda session, agent=agent: change_level(session, SYSTEM, agent.id, Level.user),
            lambda session, agent=agent, there=department: give_full_access(
                session, SYSTEM, agent.id, [there.id]
            ),
            lambda session, agent=agent, team=team: add_member(session, SYSTEM, team.id, agent.id),
        )
        assert set(outcome) <= {"done", "not_an_agent"}
        async with live_database.session() as session:
            for right in (DepartmentAccess, TeamMember):
                held = select(func.count()).select_from(right).where(right.user_id == agent.id)
                assert await session.scalar(held) == 0


async def test_an_address_goes_to_one_of_ten(live_database):
    outcome = await at_once(
        live_database,
        *(
            lambda session: create_user(session, SYSTEM, name="Ben", address="ben@example.org")
            for _ in range(10)
        ),
    )
    assert outcome == {"done": 1, "address_taken": 9}
