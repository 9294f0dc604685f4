"""What an agent holds, over random grants: the sum of them, read in one statement (T04)."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, insert, literal, select, update
from tests.factories.agent_groups import make_agent_group
from tests.factories.departments import make_department
from tests.factories.teams import make_team
from tests.factories.users import make_user

from deskbell.core.auth import GUEST, Actor, Level
from deskbell.core.problems import NotAllowed
from deskbell.departments.models import Department, DepartmentAccess, DepartmentAncestor
from deskbell.permissions import queries
from deskbell.permissions.checking import holds, require
from deskbell.permissions.models import (
    AgentGroup,
    AgentGroupDepartment,
    AgentGroupMember,
    AgentGroupPermission,
    AgentPermission,
    AgentTerms,
)
from deskbell.permissions.registry import AGENT_PERMISSIONS, EVERY_AGENT_PERMISSION, NON_DESTRUCTIVE
from deskbell.permissions.rights import rights_in
from deskbell.teams.models import TeamMember
from deskbell.users.models import User

ROUNDS = 12
NAMES = ("people.view", "people.edit", "chat.take", "tickets.view.others", "no.longer_known")
MARKS = {"*": EVERY_AGENT_PERMISSION, "*safe": NON_DESTRUCTIVE}
PAST, LATER = datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=9)
INSIDE, OUTSIDE = "10.0.0.0/8", "192.0.2.0/24"


async def a_tree(session):
    """Departments: top over middle over bottom, and one beside."""
    top, middle, bottom, beside = [(await make_department(session)).id for _ in range(4)]
    above = {top: set(), middle: {top}, bottom: {top, middle}, beside: set()}
    for number, those in above.items():
        session.add_all(DepartmentAncestor(ancestor_id=each, department_id=number) for each in those)
    await session.flush()
    return above


def reaching(above, given):
    """(full, assign): the departments that accesses reach."""
    found = {"full": set(), "assign": set()}
    for number, over in above.items():
        for department, access, below in given:
            if department == number or (below and department in over):
                found[access].add(number)
    return found["full"], found["assign"]


def some_access(dice, above):
    chosen = [number for number in above if dice.random() < 0.3]
    return [(number, dice.choice(["full", "full", "assign"]), dice.random() < 0.5) for number in chosen]


def some_terms(dice):
    return {
        "addresses": dice.choice([[], [], [INSIDE], [OUTSIDE], [INSIDE, OUTSIDE]]),
        "second_factor_required": dice.random() < 0.3,
        "expires_at": dice.choice([None, None, None, LATER, PAST]),
        "records_an_hour": dice.choice([None, None, 5, 50]),
    }


def access_rows(given, **whose):
    return [
        {"department_id": number, "access": access, "with_children": below, **whose}
        for number, access, below in given
    ]


async def draw(session, dice, above, people, groups, teams):
    """Everything anew; what each person has: own and by their groups."""
    for table in (AgentPermission, AgentGroupPermission, AgentGroupDepartment, AgentGroupMember):
        kept = table.group_id.in_(groups) if hasattr(table, "group_id") else table.user_id.in_(people)
        await session.execute(delete(table).where(kept))
    for table in (DepartmentAccess, AgentTerms, TeamMember):
        await session.execute(delete(table).where(table.user_id.in_(people)))
    bundles = {}
    for group in groups:
        named = {name for name in (*NAMES, *MARKS) if dice.random() < 0.2}
        bundle = {"permissions": named, "access": some_access(dice, above), "terms": some_terms(dice)}
        bundles[group] = SimpleNamespace(**bundle)
        await session.execute(update(AgentGroup).where(AgentGroup.id == group).values(bundle["terms"]))
        await add(session, AgentGroupPermission, [{"group_id": group, "permission": each} for each in named])
        await add(session, AgentGroupDepartment, access_rows(bundle["access"], group_id=group))
    drawn = {}
    for person in people:
        own = SimpleNamespace(
            permissions={name for name in NAMES if dice.random() < 0.3},
            access=some_access(dice, above),
            terms=some_terms(dice) if dice.random() < 0.5 else None,
        )
        mine = [group for group in groups if dice.random() < 0.4]
        await add(
            session, AgentPermission, [{"user_id": person, "permission": each} for each in own.permissions]
        )
        await add(session, DepartmentAccess, access_rows(own.access, user_id=person))
        await add(session, AgentGroupMember, [{"user_id": person, "group_id": each} for each in mine])
        if own.terms is not None:
            await add(session, AgentTerms, [{"user_id": person, **own.terms}])
        in_teams = {team for team in teams if dice.random() < 0.5}
        await add(session, TeamMember, [{"user_id": person, "team_id": each} for each in in_teams])
        drawn[person] = SimpleNamespace(all=[own, *(bundles[each] for each in mine)], teams=in_teams)
    return drawn


async def add(session, table, rows):
    if rows:
        await session.execute(insert(table).values(rows))


def opened(names):
    known = {name for name in names if name in AGENT_PERMISSIONS}
    return known.union(*(MARKS[name] for name in names if name in MARKS))


async def check(session, above, person, level, has):
    """One person against what the rules say of their grants."""
    terms = [each.terms for each in has.all if each.terms is not None]
    binds = level == Level.agent  # restrictions bind no admin and no customer
    over = binds and any(each["expires_at"] == PAST for each in terms)
    full, assign = reaching(above, [given for each in has.all for given in each.access])
    for highest in (Level.admin, Level.agent, Level.user):
        actor = await queries.system_actor_of(session, person, highest)
        effective = Level.guest if over else Level(min(level, highest))
        assert (actor.level, actor.user_id, actor.kind) == (effective, person, "user")
        if effective < Level.agent:
            assert (actor.permissions, actor.departments, actor.teams) == (frozenset(), (), ())
            continue
        granted = opened({name for each in has.all for name in each.permissions})
        assert actor.permissions == (EVERY_AGENT_PERMISSION if effective is Level.admin else granted)
        assert (set(actor.departments), set(actor.assign_departments)) == (full, assign)
        assert len(actor.departments) == len(full)
        assert set(actor.teams) == has.teams
        ceilings = [each["records_an_hour"] for each in terms if each["records_an_hour"]]
        assert actor.records_an_hour == (min(ceilings, default=None) if binds else None)
    sets = [each["addresses"] for each in terms if each["addresses"]]
    inside = not binds or all(INSIDE in each for each in sets)
    assert await queries.system_comes_from_inside(session, person, "10.1.2.3") is inside
    needed = binds and any(each["second_factor_required"] for each in terms)
    assert await queries.system_second_factor_required(session, person) is needed
    asked = select(Department.id).where(Department.id.in_(queries.system_departments_of(literal(person))))
    assert set(await session.scalars(asked)) == full


async def test_t04_rights_add_up_over_groups_and_departments_below(session):
    above, dice = await a_tree(session), random.Random(11)
    levels = [Level.agent, Level.agent, Level.admin, Level.user]
    people = {(await make_user(session, level)).id: level for level in levels}
    groups = [(await make_agent_group(session)).id for _ in range(3)]
    teams = [(await make_team(session)).id for _ in range(2)]
    for _ in range(ROUNDS):
        drawn = await draw(session, dice, above, list(people), groups, teams)
        for person, has in drawn.items():
            await check(session, above, person, people[person], has)
    disabled = next(iter(people))
    await session.execute(update(User).where(User.id == disabled).values(disabled_at=PAST))
    for number in (disabled, 999_999_999):
        assert (await queries.system_actor_of(session, number)).level is Level.guest
    assert await queries.system_comes_from_inside(session, 999_999_999, "10.1.2.3") is False


def test_a_department_has_a_number_above_zero():
    row = {"grants": [], "reach": [0, 2, -3], "teams": [], "records_an_hour": None}
    rights = rights_in(row, Level.agent)
    assert (rights["departments"], rights["assign_departments"]) == ((2,), (3,))


def test_permissions_are_held_by_those_who_have_what_they_need():
    held = {"people.edit": {"people.view"}, "chat.observe": {"chat.review"}, "people.view": set()}
    for name, needs in held.items():
        for names in (set(), {name}, needs, {name} | needs):
            wanted = name in names and needs <= names
            actors = {level: actor_with(names, level) for level in (Level.agent, Level.user, Level.admin)}
            assert [holds(each, name) for each in actors.values()] == [wanted, False, wanted], (name, names)
            if wanted:
                require(actors[Level.agent], name)
            else:
                with pytest.raises(NotAllowed, match=name):
                    require(actors[Level.agent], name)
        assert holds(Actor(kind="system", level=Level.admin), name)
        assert not holds(GUEST, name)
    with pytest.raises(KeyError):
        holds(Actor(kind="system", level=Level.admin), "people.unheard_of")


def actor_with(names, level):
    return Actor(kind="user", level=level, user_id=1, permissions=frozenset(names))
