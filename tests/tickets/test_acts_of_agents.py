"""404, 403 or the ticket: how a change is let through, over random rights and states (T01, T04, T11)."""

import random
from dataclasses import replace

from sqlalchemy import delete as delete_rows
from sqlalchemy import insert, select, update
from tests.factories.departments import make_department
from tests.factories.tickets import status_of
from tests.factories.users import acting_as
from tests.permissions.test_ticket_matrix import ACTS, a_desk, an_agent, permitted

from deskbell.core.auth import GUEST, Act, Actor, Level
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.tickets.actions.remove import delete
from deskbell.tickets.figures.models import DepartmentOpenCount
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import (
    SAYING,
    get_allowed,
    in_departments_or_beside,
    may,
    open_counts,
    system_audience,
    system_may_work_on,
    visible_to,
)
from deskbell.tickets.standing import acts_on, audience_includes

SOME = (Act.reply, Act.assign, Act.move, Act.delete, Act.follow)
ROUNDS = 4
VIEWS = ("tickets.view.unassigned", "tickets.view.others")


async def outcome(session, actor, act, number):
    try:
        ticket = await get_allowed(session, actor, act, number)
    except (NotFound, NotAllowed) as refused:
        return type(refused)
    assert ticket.id == number
    assert (ticket in session) is (act not in SAYING)  # what is said is written by the message's statement
    return None


async def test_t01_t11_a_change_is_let_through_refused_or_not_known(session):
    places, people, teams, facts = await a_desk(session)
    dice, seen = random.Random(8), set()
    for _ in range(ROUNDS):
        session.expunge_all()
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
    system, admin = Actor(kind="system", level=Level.guest), acting_as(people[1], Level.admin)
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
    requester = (await session.get(Ticket, here.id)).requester_id
    link = Actor(kind="link", level=Level.guest, user_id=requester, ticket_id=here.id)
    customer = Actor(kind="user", level=Level.user, user_id=requester)
    disabled = Actor(kind="user", level=Level.guest, user_id=requester)
    at_home = [Actor(kind="user", level=each, user_id=requester) for each in (Level.agent, Level.admin)]
    nothing = [(admin, Act.set_private), (GUEST, Act.view), (disabled, Act.view), (customer, Act.note)]
    nothing += [(link, Act.set_private), (link, Act.delete), (link, Act.note)]
    nothing += [(each, Act.set_private) for each in at_home]
    for actor, act in nothing:
        assert list(await session.scalars(visible_to(actor, act).with_only_columns(Ticket.id))) == [], (
            actor,
            act,
        )
    assert list(await session.scalars(visible_to(link, Act.reply).with_only_columns(Ticket.id))) == [here.id]
    [place] = await system_audience(session, [here.id])
    assert not audience_includes(disabled, place)
    assert audience_includes(customer, place)


def test_a_whole_department_is_one_condition():
    """An agent who may do it in all scopes is asked for the department alone, for which there is an index."""
    scopes = ("mine", "unassigned", "others")
    held = {f"tickets.reply.{each}" for each in scopes} | {f"tickets.view.{each}" for each in scopes[1:]}
    agent = Actor(kind="user", level=Level.agent, user_id=1, permissions=frozenset(held), departments=(1,))
    assert "assignee_id IS" not in str(may(agent, Act.reply))
    assert "assignee_id !=" not in str(may(agent, Act.reply))
    less = frozenset(held - {"tickets.reply.mine"})
    assert "assignee_id !=" in str(may(replace(agent, permissions=less), Act.reply))


async def test_open_tickets_are_counted_where_they_are_seen(session):
    """Who sees all of a department is given its kept figure; for others, and below it, they are counted."""
    places, people, teams, facts = await a_desk(session)
    kept = {place.id: 1000 + number for number, place in enumerate(places)}
    await session.execute(delete_rows(DepartmentOpenCount))
    rows = [{"department_id": number, "open_tickets": figure} for number, figure in kept.items()]
    await session.execute(insert(DepartmentOpenCount), rows)
    mine, dice = (places[0].id,), random.Random(3)
    whole = acting_as(people[0], departments=mine, permissions=frozenset(VIEWS))
    for actor, wanted in [
        (acting_as(people[0], Level.admin), kept),
        (acting_as(people[0], departments=mine), {mine[0]: kept[mine[0]]}),
        (whole, {mine[0]: kept[mine[0]]}),
    ]:
        found = {row.department_id: row.open_tickets for row in await open_counts(session, actor)}
        assert found == wanted, actor
    some = an_agent(dice, places, people, teams)
    some = replace(some, departments=tuple(kept), permissions=frozenset(VIEWS[:1]))
    solved = next(one for one in facts if permitted(some, one, "view"))
    closed = await status_of(session, "solved")
    values = {"status_id": closed.id, "status_kind": closed.kind}
    await session.execute(update(Ticket).where(Ticket.id == solved.id).values(values))
    there = [one.department for one in facts if permitted(some, one, "view") and one is not solved]
    counted = {row.department_id: row.open_tickets for row in await open_counts(session, some)}
    assert counted == {number: there.count(number) for number in kept}


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
        assert await system_may_work_on(session, people[1].id, elsewhere, let_in.id) is False
        assert answers == [level >= Level.agent] * 2 + [level >= Level.admin] * 2, level
    assert await system_may_work_on(session, 999_999_999, places[0].id) is False
