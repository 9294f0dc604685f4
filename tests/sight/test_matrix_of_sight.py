"""The matrix: everybody who may ask, by every way out, on every kind of ticket, article, person and company.

Each cell is what the reference says (T03, T04, T10, T11, T14, T27); the reference shares no code with the
product.
"""

import ast
import sys
from contextlib import nullcontext
from itertools import count
from pathlib import Path
from random import Random

import pytest
from starlette.requests import Request
from tests.api.asking import ask, operations
from tests.sight.asked import CAN, ELSEWHERE, TICKET_ACTS, act_of
from tests.sight.helpdesk import SECRET, WORD

from deskbell.live.audience import keys_of, places_of, viewers

pytestmark = pytest.mark.xdist_group("matrix of sight")  # one worker: what they share is made once
LADDER = ("guest", "user", "agent", "admin")
ASKED = {"cells": 0}
LEAST = 2_000  # of over 10,000, which several processes may have asked
COMBINATIONS = 3
PARTS, REFUSED = 4, 400


def told(cells):
    ASKED["cells"] += cells


def seen_by(desk, caller):
    """The names of the tickets that are there for a caller."""
    return {name for name in desk.world.tickets if desk.world.sees(caller, name)}


async def listed(desk, client, path, kind, **query):
    """The names in a list."""
    answer = await client.get(path, params={"limit": 100, **query})
    assert answer.status_code == 200, (path, answer.text)
    return desk.names_of(kind, {each["id"] for each in answer.json()["items"]})


def filters(built):
    """What a list of tickets can be narrowed by: filter -> ticket -> the values under which it is found."""
    people, tickets = built.people, built.world.tickets

    def numbers(rows, *names):
        return {rows[name].id for name in names if name}

    return {
        "department_id": {
            name: numbers(built.departments, each.department) for name, each in tickets.items()
        },
        "requester_id": {name: numbers(people, each.requester) for name, each in tickets.items()},
        "organization_id": {
            name: numbers(built.organizations, each.organization) for name, each in tickets.items()
        },
        "assignee_id": {name: numbers(people, each.assignee) for name, each in tickets.items()},
        "team_id": {name: numbers(built.teams, each.team) for name, each in tickets.items()},
        "follower_id": {name: numbers(people, *each.followers) for name, each in tickets.items()},
        "unassigned": {name: {str(each.assignee is None)} for name, each in tickets.items()},
        "reference": {name: {row.reference} for name, row in built.tickets.items()},
        "channel": {name: {"api"} for name in tickets},
    }


def some_filters(dice, known):
    """One to three filters that some ticket passes, as they are asked with."""
    ticket = dice.choice(sorted(known["channel"]))
    open_to = sorted(name for name, column in known.items() if column[ticket])
    return {name: min(known[name][ticket]) for name in dice.sample(open_to, dice.randint(1, 3))}


async def test_t03_t04_lists_counts_filters_search_and_pages_of_tickets(desk):
    tickets, world, known, dice = desk.built.tickets, desk.world, filters(desk.built), Random(5)
    for who, caller in desk.callers.items():
        client, wanted = desk.clients[who], seen_by(desk, caller)
        whole = await client.get("/v1/tickets", params={"limit": 100, "count": True})
        assert desk.names_of("tickets", {each["id"] for each in whole.json()["items"]}) == wanted, who
        assert whole.json()["total"] == len(wanted), who
        assert await listed(desk, client, "/v1/search/tickets", "tickets", q=WORD, limit=50) == wanted, who
        for _ in range(COMBINATIONS):
            query = some_filters(dice, known)
            found = await listed(desk, client, "/v1/tickets", "tickets", **query)
            passing = {
                each for each in wanted if all(value in known[name][each] for name, value in query.items())
            }
            assert found == passing, (who, query)
        for name, row in tickets.items():
            answer = await client.get(f"/v1/tickets/{row.id}")
            there = name in wanted or world.may_bring_back(caller, name)
            assert answer.status_code == (200 if there else 404), (who, name)
            if name in wanted and caller.level != "admin":
                can = {act for act, may in answer.json()["can"].items() if may} & CAN.keys()
                allowed = {act for act in CAN if world.may(caller, CAN[act], name)} - hidden(caller)
                assert can == allowed, (who, name)
        told((3 + COMBINATIONS) * len(tickets) + len(wanted) * len(CAN))


def hidden(caller):
    """Acts of agents that customers are not told of."""
    return {"follow"} if caller.level in {"guest", "user"} else set()


async def test_t04_the_live_stream_tells_those_who_see_the_ticket(desk):
    numbers = {row.id: name for name, row in desk.built.tickets.items()}
    places = await places_of(desk.database.connection, sorted(numbers))
    for who, caller in desk.callers.items():
        if caller.level == "guest" and caller.link is None:
            continue  # there is no stream for guests
        actor = await actor_of(desk, who)
        heard = {numbers[place.ticket_id] for place in places if viewers(place) & keys_of(actor)}
        assert heard - {"gone"} == seen_by(desk, caller), who
        told(len(numbers))


async def actor_of(desk, who):
    """The actor that the product makes of what a caller shows."""
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "app": desk.app, "state": {}}
    scope |= {"client": ("127.0.0.1", 1), "query_string": b""}
    return await desk.app.state.authenticator(Request(scope), desk.shown[who])


async def test_t10_an_attachment_opens_to_those_who_see_its_ticket(desk):
    for who, caller in desk.callers.items():
        wanted = seen_by(desk, caller)
        for name, inside in desk.built.inside.items():
            answer = await desk.clients[who].get(f"/v1/files/{inside['file_id']}")
            assert answer.status_code == (200 if name in wanted else 404), (who, name)
            told(1)


async def test_t60_notes_are_for_agents_alone(desk):
    for who, caller in desk.callers.items():
        names = sorted(seen_by(desk, caller))
        for name in names[:2]:
            answer = await desk.clients[who].get(f"/v1/tickets/{desk.built.tickets[name].id}/conversation")
            assert (SECRET in answer.text) == (caller.level in {"agent", "admin"}), (who, name)
            told(1)
        found = await desk.clients[who].get("/v1/search/tickets", params={"q": SECRET, "limit": 50})
        hits = desk.names_of("tickets", {each["id"] for each in found.json()["items"]})
        assert hits == (set(names) if caller.level in {"agent", "admin"} else set()), who
        told(len(desk.world.tickets))


async def test_t03_t06_articles_by_every_way(desk):
    world, built = desk.world, desk.built
    for who, caller in told_apart(desk):
        client = desk.clients[who]
        wanted = {name for name in world.articles if world.reads(caller, name)}
        shelves = {name for name in world.categories if world.sees_category(caller, name)}
        published = {name for name in wanted if not world.articles[name].draft}
        assert await listed(desk, client, "/v1/knowledge/articles", "articles") == wanted, who
        assert await listed(desk, client, "/v1/knowledge/search", "articles", q=WORD) == wanted, who
        assert await listed(desk, client, "/v1/knowledge/categories", "categories") == shelves, who
        suggested = await client.get("/v1/knowledge/suggestions", params={"q": WORD})
        numbers = {each["id"] for each in suggested.json()["items"]}
        assert desk.names_of("articles", numbers) <= published, who
        assert len(numbers) == min(5, len(published)), who
        for name, row in built.articles.items():
            answer = await client.get(f"/v1/knowledge/articles/{row.id}")
            assert answer.status_code == (200 if name in wanted else 404), (who, name)
            told(4)
        told(2 * len(world.categories))


def told_apart(desk):
    """Of the callers whom nothing that opens content tells apart, one of each way to ask."""
    found = {}
    for who, caller in desk.callers.items():
        groups, writes = desk.world.groups_of(caller), desk.world.holds(caller, "content.write")
        found[who.split(" ")[0] == "key", caller.level, caller.link, frozenset(groups), writes] = who, caller
    return found.values()


async def test_t03_t07_people_and_organizations_by_every_way(desk):
    world, built = desk.world, desk.built
    for place, (who, caller) in enumerate(desk.callers.items()):
        client = desk.clients[who]
        if caller.level == "user" and caller.link is None:
            mine = await client.get("/v1/users/me/organizations")
            numbers = {each["organization"]["id"] for each in mine.json()["items"]}
            members = {
                name for name in world.organizations if caller.person in world.organizations[name].members
            }
            assert members <= desk.names_of("organizations", numbers), who
            assert desk.names_of("organizations", numbers) <= {
                name for name in world.organizations if world.belongs(caller, name)
            }, who
            told(len(world.organizations))
        if caller.level not in {"agent", "admin"}:
            continue
        known = {name for name in world.people if world.knows_person(caller, name)}
        assert await listed(desk, client, "/v1/users", "people") == known, who
        for name in list(world.people)[place % 4 :: 4]:
            answer = await client.get(f"/v1/users/{built.people[name].id}")
            assert answer.status_code == (200 if name in known else 404), (who, name)
        holds = world.holds(caller, "organizations.view")
        answer = await client.get("/v1/organizations")
        assert answer.status_code == (200 if holds else 403), who
        for row in built.organizations.values():
            one = await client.get(f"/v1/organizations/{row.id}")
            assert one.status_code == (200 if holds else 403), who
        told(len(world.people) + len(world.people) // 4 + 2 * len(world.organizations))


@pytest.fixture(scope="module")
def on_tickets(whole_app):
    """The operations of the document that name a ticket in their address."""
    return [each for each in operations(whole_app.openapi()) if "ticket_id" in each.in_path]


def test_every_operation_on_a_ticket_is_an_act_of_the_domain(on_tickets):
    assert {each.name for each in on_tickets} == TICKET_ACTS.keys() | ELSEWHERE


@pytest.mark.parametrize("part", range(PARTS))
async def test_t01_t11_t14_t27_every_operation_on_tickets(desk, on_tickets, part):
    """One ticket that is hidden, one that is seen and closed to the act, and one that is open to it."""
    values, turn = values_of(desk), count(part)
    for who in list(desk.callers)[part::PARTS]:
        for operation in on_tickets:
            if operation.name in ELSEWHERE:
                continue
            for status, name in cases(desk, desk.callers[who], operation, next(turn)):
                inside = {"ticket_id": desk.built.tickets[name].id, **desk.built.inside[name]}
                async with desk.undone() if min(status) < REFUSED else nullcontext():
                    answer = await ask(desk.clients[who], operation, values | inside | {"file_ids": []})
                assert answer.status_code in status, (who, operation.name, name, answer.text[:300])
                told(1)


def cases(desk, caller, operation, turn):
    """(allowed statuses, ticket): what the reference says of this operation, on up to three tickets."""
    names = [name for name in desk.world.tickets if name != "gone"]
    names = names[turn % len(names) :] + names[: turn % len(names)]
    act, door = act_of(operation, caller.level), LADDER.index(operation.scope)
    if LADDER.index(caller.level) < door:
        return [({401} if caller.level == "guest" else {403}, names[0])]
    hidden = [name for name in names if not desk.world.sees(caller, name)]
    closed = [n for n in names if n not in hidden and not desk.world.may(caller, act, n)]
    opened = [n for n in names if n not in hidden and n not in closed]
    hidden = ([] if desk.world.may_bring_back(caller, "gone") else ["gone"]) + hidden
    found = [({404}, name) for name in hidden[-1:]]
    found += [({403}, name) for name in closed[:1]]
    return found + [(good(operation), name) for name in opened[:1]]


def good(operation):
    """What an answer to whoever may is: it goes well, or lacks something that is no matter of rights."""
    lacking = {"delete_held_reply": {404}, "list_ticket_deliveries": {200}}
    return lacking.get(operation.name, {operation.success})


def values_of(desk):
    """What stands in requests; all of it may be chosen by whoever may do the act at all."""
    built = desk.built
    admin = built.people["admin"].id
    return {
        "user_id": admin,
        "status_id": built.pending,
        "team_id": built.teams["couriers"].id,
        "label_id": built.label,
        "department_id": built.departments["moved"].id,
        "organization_id": built.organizations["acme"].id,
        "subject": "Another",
        "text": "Words.",
        "days": 2,
        "address": "somebody@copied.example",
        "held_reply_id": 1,
    }


def test_the_reference_knows_nothing_of_the_product_and_the_matrix_is_large(capsys):
    source = ast.parse(Path(__file__).with_name("reference.py").read_text(encoding="utf-8"))
    imported = [each for each in ast.walk(source) if isinstance(each, ast.Import | ast.ImportFrom)]
    assert {each.module for each in imported} == {"dataclasses"}
    with capsys.disabled():
        sys.stdout.write(f"\n{ASKED['cells']} cells of the matrix\n")
    assert ASKED["cells"] > LEAST or ASKED["cells"] == 0  # nothing was asked where this test runs by itself
