"""Ids of others: an agent of one department names what belongs to another one (T01, T02, T11)."""

from uuid import uuid4

import pytest
from tests.api.asking import ask, is_id, members, operations, sample, with_member
from tests.api.world import LEVELS, WORD

from deskbell.core.auth import Level

pytestmark = pytest.mark.xdist_group("foreign ids")  # one worker: what they share is made once
# Every agent sees all of these: whose they are is no question. Which agent may be made responsible, and
# which status set, is asked by the tests of tickets.
OF_EVERYBODY = {
    "agent_group_ids",  # of admins, like the next
    "group_id",
    "parent_id",
    "account_manager_id",
    "app_id",
    "actor_id",  # of the audit list, which is for admins
    "event_id",
    "subject_id",
    "assignee_id",
    "article_id",  # of the knowledge base: every agent sees all that is published, and writers the drafts
    "ban_id",
    "category_id",
    "client_id",  # of an app, here or at a provider
    "internet_id",  # the Message-ID of a mail
    "export_id",  # of who ordered it: tests/users
    "merged_id",  # of a customer, whom every agent may know
    "failed_job_id",
    "follower_ids",
    "replay_id",
    "rule_id",
    "rule_ids",
    "self_test_id",
    "follower_id",
    "group_ids",
    "label_id",
    "label_ids",
    "hand_to_id",  # who belongs to the organization: tests/organizations
    "organization_id",  # of agents, who see all; what customers may name: the same
    "source_id",
    "merge_id",
    "invitation_id",
    "mailbox_id",
    "priority_id",
    "requester_id",
    "status_id",
    "team_id",
    "team_ids",
    "ticket_type_id",
    "type_id",
    "user_id",
    "user_ids",
    "user_group_id",
    "visit_id",  # of the browser in which it was begun: tests/sessions
    "webhook_id",  # of admins, like the next
    "delivery_id",
}
NOBODYS = 999_999_999
REFUSED = {403, 404, 422}


def absent(value):
    """The same kind of id, of something that does not exist."""
    if isinstance(value, list):
        return [absent(each) for each in value]
    return NOBODYS if isinstance(value, int) else str(uuid4())


def places(operation):
    """Where ids stand in a request: (part, place, name)."""
    yield from (("path", (name,), name) for name in operation.in_path if is_id(name))
    yield from (("query", (name,), name) for name in operation.query if is_id(name))
    if operation.body is not None:
        yield from (("body", place, place[-1]) for place, _ in members(operation.body) if is_id(place[-1]))


async def ask_with(world, who, operation, part, place, value, **more):
    """The operation as this person asks it rightly, but for one id."""
    values = world.values(who, operation)
    body = more.pop("body", None) or sample(operation, values)
    query = None
    if part == "path":
        values = values | {place[0]: value}
    elif part == "query":
        query = {place[0]: value}
    else:
        body = with_member(body, place, value)
    return await ask(world.clients[who], operation, values, body, query=query, **more)


def bare(response):
    """An answer without what names the request."""
    headers = {name: value for name, value in response.headers.items() if name != "x-request-id"}
    return response.status_code, response.content, headers


def test_every_id_of_the_document_is_known_here(world, document):
    found = {name for operation in operations(document) for *_, name in places(operation)}
    assert found - set(world.foreign) - OF_EVERYBODY == set()
    assert {"ticket_id", "message_id", "file_ids", "department_id"} <= found


@pytest.mark.parametrize("who", ["agent", "customer", "link"])
async def test_t01_t11_what_is_others_is_answered_as_what_is_not_there(world, document, who):
    before, asked = await world.fingerprint(), 0
    for operation in operations(document):
        for part, place, name in places(operation):
            for value in world.foreign.get(name, []):
                async with world.undone():
                    theirs = await ask_with(world, who, operation, part, place, value)
                    label = (operation.name, part, place, theirs.text)
                    assert await world.fingerprint() == before, label
                async with world.undone():
                    nobodys = await ask_with(world, who, operation, part, place, absent(value))
                assert bare(theirs) == bare(nobodys), label
                assert WORD not in theirs.text, label
                is_filter = part == "query" and operation.name.startswith(("list_", "search_"))
                if is_filter and Level[operation.scope] <= LEVELS[who]:
                    assert theirs.json()["items"] == [], label
                elif Level[operation.scope] <= LEVELS[who]:
                    assert theirs.status_code in {404, 422} | ({403} if place[0] == "agent" else set()), label
                else:
                    assert theirs.status_code in {401, 403}, label
                asked += 1
    assert asked > 25


async def test_t01_ids_that_everybody_may_name_open_nothing(world, document):
    things = world.things
    foreign = {"user_id": things.other_agent.id, "assignee_id": things.other_agent.id}
    customers = {"requester_id": things.other_customer.id, "follower_id": things.other_customer.id}
    for operation in operations(document):
        for part, place, name in places(operation):
            value = (foreign | customers).get(name)
            if value is not None and Level[operation.scope] <= Level.agent:
                async with world.undone():
                    response = await ask_with(world, "agent", operation, part, place, value)
                assert WORD not in response.text, (operation.name, place)


async def test_t02_no_optional_member_opens_another_way(world, document):
    """Every optional part of a request to another department's ticket, one at a time."""
    before, asked = await world.fingerprint(), 0
    for operation in operations(document):
        if "ticket_id" not in operation.in_path or Level[operation.scope] > Level.agent:
            continue
        theirs = {"ticket_id": world.things.theirs.id}
        if "message_id" in operation.in_path:
            theirs["message_id"] = world.foreign["message_id"][0]
        values = world.values("agent", operation) | theirs
        for more in optional_parts(world, operation):
            response = await ask(world.clients["agent"], operation, values, **more)
            assert response.status_code == 404, (operation.name, more, response.text)
            asked += 1
        assert await world.fingerprint() == before, operation.name
    assert asked > 60


def optional_parts(world, operation):
    """Further arguments of `ask`: nothing, then each optional member, parameter and header by itself."""
    values = world.values("agent", operation)
    yield {}
    yield {"headers": {"idempotency-key": "once"}}
    yield from ({"headers": {name: '"1"'}} for name in operation.headers)
    yield from ({"query": {name: values.get(name, 1)}} for name in operation.query if name != "cursor")
    for extra in ("expand", "full", "include", "as", "user_id", "on_behalf_of", "force", "all"):
        yield {"query": {extra: "true"}}
    least = sample(operation, values)
    for place, _ in members(operation.body or {}):
        if place[0] not in least and place[-1] in values:
            start = {} if place == ("html",) else least
            yield {"body": with_member(start, place, values[place[-1]])}


async def test_t02_another_department_stays_closed_whatever_else_is_sent(world, document):
    """The same for a new ticket: no further wish makes a foreign department or file its own."""
    [create] = [each for each in operations(document) if each.name == "create_ticket"]
    values = world.values("agent", create)
    before = await world.fingerprint()
    for refused in (("agent", "department_id"), ("file_ids",)):
        for value in world.foreign[refused[-1]]:
            for place, _ in members(create.body):
                if place in {refused, ("agent",)} or place[-1] not in values or place == ("html",):
                    continue
                body = with_member(sample(create, values), place, values[place[-1]])
                response = await ask_with(world, "agent", create, "body", refused, value, body=body)
                assert response.status_code == 422, (place, response.text)
    assert await world.fingerprint() == before


async def test_t11_a_note_is_not_there_for_the_customer(world, document):
    for who in ("customer", "link"):
        for operation in operations(document):
            if "message_id" in operation.in_path:
                note, nobodys = [
                    await ask_with(world, who, operation, "path", ("message_id",), number)
                    for number in (world.things.note, NOBODYS)
                ]
                assert note.status_code == 404
                assert bare(note) == bare(nobodys)


EXPANSIONS = ("expand", "full", "include", "fields", "view", "all")
WORDS = ("true", "*", "addresses", "notes")


async def test_t07_no_parameter_widens_what_a_customer_reads(world):
    customer, things = world.clients["customer"], world.things
    people = [value.id for value in vars(things).values() if hasattr(value, "password_hash")]
    assert len(people) > 6
    for path in ("/v1/users/me", f"/v1/tickets/{things.mine.id}", "/v1/tickets"):
        plain = await customer.get(path)
        for name in EXPANSIONS:
            for word in WORDS:
                asked = await customer.get(path, params={name: word})
                assert asked.status_code == 422 or asked.content == plain.content, (path, name, word)
    for number in people:
        for query in ("", *(f"?{name}=true" for name in EXPANSIONS)):
            asked = await customer.get(f"/v1/users/{number}{query}")
            assert (asked.status_code, asked.json()["code"]) == (403, "scope_too_low")


async def test_t07_a_customer_reads_of_agents_their_names_only(world):
    customer, mine = world.clients["customer"], world.things.mine
    agents = [world.things.agent, world.things.second, world.things.admin]
    addresses = [
        (await world.clients["admin"].get(f"/v1/users/{each.id}")).json()["email"] for each in agents
    ]
    for path in ("", "/messages", "/conversation", "/history"):
        answer = await customer.get(f"/v1/tickets/{mine.id}{path}")
        assert answer.status_code == 200
        assert not any(address in answer.text for address in addresses), path
