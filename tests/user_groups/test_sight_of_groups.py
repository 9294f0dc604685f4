"""What groups open, over random grants and members: each way to ask says what the rules say (T04, T12)."""

import random
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select
from tests.factories.departments import make_department
from tests.factories.user_groups import built_in, make_group, unclaim
from tests.factories.users import acting_as, make_agent, make_user

from deskbell.core.auth import GUEST, Actor, Level
from deskbell.core.problems import NotAllowed
from deskbell.departments.models import Department, DepartmentAudience
from deskbell.user_groups.models import UserGroupMember, UserGroupPermission
from deskbell.user_groups.queries import (
    ENTER,
    granted_to,
    granted_to_account,
    groups_of,
    groups_of_reader,
    holds,
    in_audience,
    require_customer,
    system_account_holds,
    system_accounts_holding,
)
from deskbell.users.models import User

ROUNDS = 8
FREE, INSIDE = "calls.start", "articles.view"  # the second is of the support center
SYSTEM = Actor(kind="system", level=Level.guest)


async def a_world(session):
    """Two own groups beside the built-in ones, three people, and three departments."""
    claimed, unclaimed, agent = await make_user(session), await make_user(session), await make_agent(session)
    await unclaim(session, unclaimed)
    groups = {name: (await built_in(session, name)).id for name in ("everyone", "registered")}
    groups |= {name: (await make_group(session)).id for name in ("one", "two")}
    places = [(await make_department(session)).id for _ in range(3)]
    return SimpleNamespace(
        people=[claimed, unclaimed, agent], unclaimed=unclaimed, groups=groups, places=places
    )


async def draw(session, dice, world):
    """Grants, members and audiences anew."""
    for table in (UserGroupPermission, DepartmentAudience, UserGroupMember):
        await session.execute(delete(table))
    world.grants = {
        (name, permission)
        for name in world.groups
        for permission in (FREE, INSIDE, ENTER)
        if dice.random() < 0.35
    }
    world.joined = {
        user.id: {name for name in ("one", "two") if dice.random() < 0.3} for user in world.people
    }
    world.audience = {
        place: {name for name in world.groups if dice.random() < 0.25} for place in world.places
    }
    number = world.groups
    session.add_all(
        UserGroupPermission(group_id=number[name], permission=each) for name, each in world.grants
    )
    session.add_all(
        UserGroupMember(group_id=number[name], user_id=user)
        for user, names in world.joined.items()
        for name in names
    )
    session.add_all(
        DepartmentAudience(department_id=place, group_id=number[name])
        for place, names in world.audience.items()
        for name in names
    )
    await session.flush()


def counting(world, user):
    """The groups that count for an account; for nobody, Everyone."""
    if user is None:
        return {"everyone"}
    joined = world.joined[user.id]
    registered = {"registered"} if joined or user is not world.unclaimed else set()
    return {"everyone"} | registered | joined


def granted(world, names, permission):
    needed = {permission} if permission in {FREE, ENTER} else {permission, ENTER}
    return all(any((name, each) in world.grants for name in names) for each in needed)


async def check(session, world, actor, user):
    """One actor, by every way to ask."""
    names = counting(world, user)
    numbers = {world.groups[name] for name in names}
    assert set(await session.scalars(groups_of(actor))) == numbers
    assert await groups_of_reader(session, actor) == numbers
    for permission in (FREE, INSIDE):
        wanted = granted(world, names, permission)
        assert await holds(session, actor, permission) is wanted
        beside = select(User.id).where(User.id == world.people[0].id, granted_to(actor, permission))
        assert (await session.scalar(beside) is not None) is wanted
        if wanted:
            await require_customer(session, actor, permission)
        else:
            with pytest.raises(NotAllowed) as refused:
                await require_customer(session, actor, permission)
            assert ("Sign in" in str(refused.value)) is (user is None)
    seen = select(Department.id).where(
        Department.id.in_(world.places), in_audience(Department.id, DepartmentAudience.department_id, actor)
    )
    open_to = {place for place, audience in world.audience.items() if not audience or audience & names}
    assert set(await session.scalars(seen)) == open_to


async def check_accounts(session, world):
    """The same of accounts that are not signed in, and of those in rows."""
    numbers = [user.id for user in world.people]
    found = await system_accounts_holding(session, [0, *numbers], [FREE, INSIDE])
    for user in (None, *world.people):
        names = counting(world, user)
        wanted = {each for each in (FREE, INSIDE) if granted(world, names, each)}
        assert found[user.id if user else 0] == wanted
        for permission in (FREE, INSIDE):
            number = user.id if user else None
            assert await system_account_holds(session, number, permission) is (permission in wanted)
    for permission in (FREE, INSIDE):
        rows = select(User.id).where(
            User.id.in_(numbers), granted_to_account(User.id, permission, User.__table__)
        )
        wanted = {user.id for user in world.people if granted(world, counting(world, user), permission)}
        assert set(await session.scalars(rows)) == wanted


async def test_t04_t12_groups_open_what_the_rules_say_however_it_is_asked(session):
    world, dice = await a_world(session), random.Random(4)
    for _ in range(ROUNDS):
        await draw(session, dice, world)
        for user in world.people:
            await check(session, world, acting_as(user, Level.user), user)
        await check(session, world, GUEST, None)
        await check_accounts(session, world)
        link = Actor(kind="link", level=Level.guest, user_id=world.people[0].id, ticket_id=1)
        for permission in (FREE, INSIDE):
            assert await holds(session, link, permission) is granted(world, {"everyone"}, permission)
    await draw(
        session, SimpleNamespace(random=lambda: 0.3), world
    )  # granted, and every place has an audience
    claimed, _, agent = world.people
    link = Actor(kind="link", level=Level.guest, user_id=claimed.id, ticket_id=1)
    assert set(await session.scalars(groups_of(link))) == {world.groups["everyone"]}
    assert await groups_of_reader(session, link) == {world.groups[each] for each in counting(world, claimed)}
    await session.execute(delete(UserGroupPermission))
    await session.execute(delete(UserGroupMember))
    for actor in (
        acting_as(agent),
        acting_as(agent, Level.admin),
        SYSTEM,
    ):  # in their panels they are no customers
        assert await holds(session, actor, INSIDE)
        await require_customer(session, actor, INSIDE)
        assert await session.scalar(select(User.id).where(User.id == agent.id, granted_to(actor, INSIDE)))
        told = in_audience(Department.id, DepartmentAudience.department_id, actor)
        seen = select(Department.id).where(Department.id.in_(world.places), told)
        assert set(await session.scalars(seen)) == set(world.places)
