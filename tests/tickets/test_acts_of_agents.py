"""404, 403 or the ticket: how a change is let through, over random rights and states (T01, T04, T11)."""

import random

from sqlalchemy import select, update
from tests.factories.departments import make_department
from tests.factories.users import acting_as
from tests.permissions.test_ticket_matrix import ACTS, a_desk, an_agent, permitted

from deskbell.core.auth import GUEST, Act, Actor, Level
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.tickets.actions.remove import delete
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import (
    get_allowed,
    in_departments_or_beside,
    may,
    system_audience,
    system_may_work_on,
    visible_to,
)
from deskbell.tickets.standing import acts_on, audience_includes

SOME = (Act.reply, Act.assign, Act.move, Act.delete, Act.follow)
ROUNDS = 4


async def outcome(session, actor, act, number):
    try:
        ticket = await get_allowed(session, actor, act, number)
    except (NotFound, NotAllowed) as refused:
        return type(refused)
    assert ticket.id == number
    return None


async def test_t01_t11_a_change_is_let_through_refused_or_not_known(session):
    places, people, teams, facts = await a_desk(session)
    dice, seen = random.Random(8), set()
    for _ in range(ROUNDS):
        agent = an_agent(dice, places, people, teams)
        for act in SOME:
            for one in dice.sample(facts, 4):
                wanted = None if permitted(agent, one, ACTS[act]) else NotAllowed
                wanted = wanted if permitted(agent, one, "view") else NotFound
                assert await outcome(session, agent, act, one.id) is wanted, (agent, act)
                seen.add(wanted)
        rows = await session.scalars(visible_to(agent).with_only_columns(Ticket.id))
        around = in_departments_or_beside(Ticket.department_id, Ticket.id, agent)
        within = await session.scalars(select(Ticket.id).where(may(agent), around))
        assert set(within) == set(rows)
    assert seen == {None, NotAllowed, NotFound}
    assert await outcome(session, acting_as(people[0]), Act.view, 999_999_999) is NotFound


async def test_t04_what_was_put_away_is_there_for_restoring_alone(session):
    places, people, teams, facts = await a_desk(session)
    everything = an_agent(random.Random(2), places, people, teams)
    everything = acting_as(people[0], departments=tuple(each.id for each in places), teams=everything.teams)
    bare = acting_as(
        people[0], departments=everything.departments, permissions=frozenset({"tickets.view.others"})
    )
    gone, junk, here = facts[2], facts[3], facts[4]  # none of them is followed or let in to
    await delete(session, everything, await get_allowed(session, everything, Act.delete, gone.id))
    await session.execute(update(Ticket).where(Ticket.id == junk.id).values(spam_at=Ticket.created_at))
    system, admin = Actor(kind="system", level=Level.admin), acting_as(people[1], Level.admin)
    for actor in (everything, system, admin):
        for act in (Act.view, Act.reply, Act.restore):
            rows = set(await session.scalars(visible_to(actor, act).with_only_columns(Ticket.id)))
            there = {gone.id} if act is Act.restore else {each.id for each in facts} - {gone.id, junk.id}
            assert rows == there, (actor, act)
    assert await outcome(session, bare, Act.restore, gone.id) in {NotFound, NotAllowed}
    for place in await system_audience(session, [gone.id, junk.id, here.id]):
        assert place.deleted is (place.ticket_id != here.id)
        for actor in (everything, system, admin):
            assert audience_includes(actor, place) is (place.ticket_id == here.id)
        assert (Act.restore in acts_on(everything, place)) is place.deleted
        assert Act.restore not in acts_on(bare, place)
        assert (Act.view in acts_on(admin, place)) is (place.ticket_id == here.id)
    private = set(await session.scalars(visible_to(admin, Act.set_private)))
    assert private == set()
    assert set(await session.scalars(visible_to(GUEST).with_only_columns(Ticket.id))) == set()


async def test_who_may_be_made_responsible(session):
    places, people, _, facts = await a_desk(session)
    somebody, elsewhere = people[0], (await make_department(session)).id
    let_in = next(one for one in facts if somebody.id in one.let_in)
    other = next(one for one in facts if not one.let_in)
    for level in (Level.user, Level.agent, Level.admin):
        somebody.level = level
        await session.flush()
        asked = [(places[0].id, None), (elsewhere, let_in.id), (elsewhere, None), (elsewhere, other.id)]
        answers = [await system_may_work_on(session, somebody.id, *each) for each in asked]
        assert answers == [level >= Level.agent] * 2 + [level >= Level.admin] * 2, level
    assert await system_may_work_on(session, 999_999_999, places[0].id) is False
