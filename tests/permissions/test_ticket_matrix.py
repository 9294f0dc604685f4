"""The ticket matrix against a reference that was written from domain.md, and shares no code (T04)."""

import random
from itertools import product

from sqlalchemy import select, text
from tests.factories.agent_groups import make_agent_group
from tests.factories.departments import make_department
from tests.factories.teams import make_team
from tests.factories.tickets import make_ticket
from tests.factories.users import acting_as, make_agent, make_user

from deskbell.core.auth import Act, Actor, Level
from deskbell.permissions.matrix import part_of
from deskbell.permissions.registry import AGENT_PERMISSIONS
from deskbell.tickets.models import Ticket, TicketFollower, TicketGrant
from deskbell.tickets.queries import open_counts, system_audience, visible_to
from deskbell.tickets.standing import agent_may

NAMES = [name for name in AGENT_PERMISSIONS if name.startswith("tickets.")]
ACTS = {
    Act.view: "view",
    Act.reply: "reply",
    Act.note: "note",
    Act.set_fields: "set_fields",
    Act.set_status: "set_status",
    Act.solve: "set_status",
    Act.take: "take",
    Act.assign: "assign",
    Act.move: "move",
    Act.label: "label",
    Act.follow: "view",
    Act.add_followers: "note",
    Act.copy_to: "reply",
    Act.link: "link",
    Act.delete: "delete",
}


class Facts:
    """A ticket, as the reference looks at it."""

    def __init__(self, ticket, followers, let_in):
        self.id, self.department, self.team = ticket.id, ticket.department_id, ticket.team_id
        self.assignee, self.followers, self.let_in = ticket.assignee_id, followers, let_in


def scopes(agent, ticket):
    found = set()
    if ticket.assignee == agent.user_id:
        found.add("mine")
    if ticket.team is not None and ticket.team in agent.teams:
        found.add("team")
    if agent.user_id in ticket.followers:
        found.add("followed")
    if ticket.department in agent.departments:
        if ticket.assignee is None:
            found.add("unassigned")
        elif ticket.assignee != agent.user_id:
            found.add("others")
    return found


def viewed(agent, scope):
    return scope in {"mine", "team", "followed"} or f"tickets.view.{scope}" in agent.permissions


def permitted(agent, ticket, act):
    for scope in scopes(agent, ticket):
        if viewed(agent, scope) and (act == "view" or f"tickets.{act}.{scope}" in agent.permissions):
            return True
    if agent.user_id not in ticket.let_in:
        return False
    return act == "view" or (act in {"reply", "note"} and f"tickets.{act}.mine" in agent.permissions)


async def a_desk(session):
    """Twenty-four tickets: every department, assignee and team; some followed, some that let in."""
    places = [await make_department(session, is_default=True), await make_department(session)]
    people = [await make_agent(session, *places) for _ in range(2)]
    teams = [await make_team(session, people[0]), await make_team(session)]
    customer = await make_user(session)
    facts = []
    combined = product(places, [None, *people], [None, *teams])
    for number, (place, assignee, team) in enumerate([*combined, *product(places, [None], [None, *teams])]):
        ticket = await make_ticket(session, customer, place)
        ticket.assignee_id, ticket.team_id = assignee and assignee.id, team and team.id
        followers = {people[0].id} if number % 5 == 0 else set()
        let_in = {people[0].id} if number % 7 == 0 else set()
        session.add_all(TicketFollower(ticket_id=ticket.id, user_id=each) for each in followers)
        session.add_all(TicketGrant(ticket_id=ticket.id, user_id=each) for each in let_in)
        facts.append(Facts(ticket, followers, let_in))
    await session.flush()
    return places, people, teams, facts


def an_agent(dice, places, people, teams):
    """Somebody with a random part of everything."""
    some = dice.choice([0, 0.1, 0.5, 0.9, 1])
    return acting_as(
        dice.choice(people),
        permissions=frozenset(name for name in NAMES if dice.random() < some),
        departments=tuple(each.id for each in places if dice.random() < 0.6),
        teams=tuple(each.id for each in teams if dice.random() < 0.5),
    )


async def test_t04_sql_and_python_are_the_reference(session):
    places, people, teams, facts = await a_desk(session)
    audience = {each.ticket_id: each for each in await system_audience(session, [one.id for one in facts])}
    dice, compared = random.Random(5), 0
    for _ in range(20):
        agent = an_agent(dice, places, people, teams)
        for act, name in ACTS.items():
            wanted = {one.id for one in facts if permitted(agent, one, name)}
            rows = await session.scalars(visible_to(agent, act).with_only_columns(Ticket.id))
            assert set(rows) == wanted, (agent, act)
            said = {one.id for one in facts if agent_may(agent, audience[one.id], act)}
            assert said == wanted, (agent, act)
            compared += len(wanted)
        counted = {row.department_id: row.open_tickets for row in await open_counts(session, agent)}
        full = {"tickets.view.unassigned", "tickets.view.others"} <= agent.permissions
        if not full:  # all of a department is kept by a projection, which has a test of its own
            there = [one.department for one in facts if permitted(agent, one, "view")]
            assert counted == {number: there.count(number) for number in agent.departments}
    assert compared > 1_500


def test_agents_who_differ_in_nothing_of_an_act_share_its_statements():
    held = frozenset({"tickets.view.others", "tickets.reply.others", "tickets.note.mine", "people.view"})
    assert part_of(held, Act.view) == {"tickets.view.others"}
    assert part_of(held, Act.reply) == {"tickets.view.others", "tickets.reply.others"}


async def test_the_trainee_reads_and_assigns_and_can_not_reply(session, client_as):
    place, customer = await make_department(session, is_default=True), await make_user(session)
    held = [f"tickets.{act}.{scope}" for act in ("view", "assign") for scope in ("unassigned", "others")]
    trainee = await make_agent(session, place, permissions=held)
    colleague, ticket = await make_agent(session, place), await make_ticket(session, customer, place)
    client, path = await client_as(trainee), f"/v1/tickets/{ticket.id}"
    seen = (await client.get(path)).json()
    allowed = {name for name, may in seen["can"].items() if may}
    assert allowed == {"assign", "follow"}
    for method, tail, body in [
        ("POST", "/messages", {"text": "Hello"}),
        ("POST", "/notes", {"text": "Hello"}),
        ("PATCH", "", {"subject": "Other"}),
        ("PUT", "/department", {"department_id": place.id}),
        ("POST", "/copies", {"address": "pat@example.org"}),
        ("PUT", f"/followers/{colleague.id}", None),
        ("DELETE", "", None),
    ]:
        answer = await client.request(method, path + tail, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), (method, tail)
    refused = await client.post("/v1/tickets", json={"subject": "S", "text": "T"})
    assert refused.status_code == 403
    done = await client.put(f"{path}/assignee", json={"user_id": colleague.id})
    assert done.json()["agent"]["assignee"]["id"] == colleague.id


async def test_access_to_move_only_shows_the_ticket_a_last_time(session, client_as):
    one, two = await make_department(session, is_default=True), await make_department(session)
    agent, customer = await make_agent(session, one), await make_user(session)
    await session.execute(
        text("insert into department_access (user_id, department_id, access) values (:u, :d, 'assign')"),
        {"u": agent.id, "d": two.id},
    )
    ticket, client = await make_ticket(session, customer, one), await client_as(agent)
    path = f"/v1/tickets/{ticket.id}"
    moved = await client.put(f"{path}/department", json={"department_id": two.id})
    assert (moved.status_code, moved.json()["department"]["id"]) == (200, two.id)
    assert not any(moved.json()["can"].values())
    assert (await client.get(path)).status_code == 404
    opened = {"subject": "S", "text": "T", "agent": {"department_id": two.id}}
    assert (await client.post("/v1/tickets", json=opened)).status_code == 422


async def test_t01_letting_in_is_asked_first_recorded_and_taken_back(session, client_as):
    one, two = await make_department(session, is_default=True), await make_department(session)
    agent, outsider = await make_agent(session, one), await make_agent(session, two)
    ticket = await make_ticket(session, await make_user(session), one)
    client, theirs, path = await client_as(agent), await client_as(outsider), f"/v1/tickets/{ticket.id}"
    for method, tail, body, code in [
        ("PUT", "/assignee", {"user_id": outsider.id}, "assignee_without_access"),
        ("PUT", f"/followers/{outsider.id}", None, "follower_without_access"),
    ]:
        answer = await client.request(method, path + tail, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert (await theirs.get(path)).status_code == 404
    body = {"user_id": outsider.id, "let_in": True}
    let_in = (await client.put(f"{path}/assignee", json=body)).json()["let_in"]
    assert [each["id"] for each in let_in] == [outsider.id]
    await client.delete(f"{path}/assignee")
    seen = (await theirs.get(path)).json()["can"]
    assert (seen["reply"], seen["note"], seen["delete"]) == (True, True, False)
    assert (await client.delete(f"{path}/let-in/{outsider.id}")).json()["let_in"] == []
    assert (await theirs.get(path)).status_code == 404
    facts = text("select type from events where ticket_id = :t and type like 'ticket.access%' order by id")
    told = list(await session.scalars(facts, {"t": ticket.id}))
    assert told == ["ticket.access_given", "ticket.access_taken"]


async def test_mine_team_and_followed_are_seen_whatever_the_department(session, client_as):
    one, two = await make_department(session, is_default=True), await make_department(session)
    agent, customer = await make_agent(session, one, permissions=[]), await make_user(session)
    team = await make_team(session, agent)
    tickets = [await make_ticket(session, customer, two, text="wombat") for _ in range(4)]
    tickets[0].assignee_id, tickets[1].team_id = agent.id, team.id
    session.add(TicketFollower(ticket_id=tickets[2].id, user_id=agent.id))
    await session.flush()
    client = await client_as(agent)
    wanted = {each.id for each in tickets[:3]}
    listed = (await client.get("/v1/tickets?count=true")).json()
    found = (await client.get("/v1/search/tickets?q=wombat")).json()["items"]
    assert {each["id"] for each in listed["items"]} == {each["id"] for each in found} == wanted
    assert listed["total"] == 3
    got = [(await client.get(f"/v1/tickets/{each.id}")).status_code for each in tickets]
    assert got == [200, 200, 200, 404]


async def test_rights_of_groups_and_departments_below_add_up(session, app):
    from deskbell.permissions.queries import system_actor_of

    top = await make_department(session)
    below = await make_department(session)
    below.parent_id = top.id
    await session.execute(
        text("insert into department_ancestors (ancestor_id, department_id) values (:a, :d)"),
        {"a": top.id, "d": below.id},
    )
    agent = await make_agent(session, permissions=["people.view"])
    await make_agent_group(session, agent, permissions=["chat.take"], departments=[top])
    held = await system_actor_of(session, agent.id)
    assert (held.permissions, held.departments) == (frozenset({"people.view", "chat.take"}), (top.id,))
    await session.execute(text("update agent_group_departments set with_children = true"))
    assert set((await system_actor_of(session, agent.id)).departments) == {top.id, below.id}
    as_customer = await system_actor_of(session, agent.id, Level.user)
    assert as_customer == Actor(kind="user", level=Level.user, user_id=agent.id)
    assert await session.scalar(select(Ticket.id).where(Ticket.department_id == below.id)) is None
