"""What is sent where it does not belong: members that are read (T15), other types (T21), SQL (T77)."""

import itertools
import json
import re

import pytest
from pydantic import TypeAdapter, ValidationError
from tests.api.asking import ask, members, operations, resolved, sample, with_member
from tests.api.world import LEVELS

from deskbell.core.auth import Level
from deskbell.core.openapi import api_routes
from deskbell.routes import ROUTERS

pytestmark = pytest.mark.xdist_group("inputs")  # one worker: what they share is made once
NOT_TEXT = [0, 1, True, False, [], {}, None, ["x"], {"x": 1}, 1.5]
SECRET_NAMES = re.compile(r"(?:.*_)?(?:token|password|secret|key|code)")


def bodies(document):
    """Operations that take JSON."""
    return [each for each in operations(document) if each.body is not None and not each.form]


def chunks(items, size):
    """The items in parts, for a refusal names a limited number of faults."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def lowest(operation):
    """Who has just the level that opens the operation's door."""
    return {Level.agent: "agent", Level.admin: "admin"}.get(Level[operation.scope], "customer")


def body_types():
    """What reads the body of each operation."""
    return {
        route.name: TypeAdapter(route.body_field.field_info.annotation)
        for router in ROUTERS
        for route in api_routes(router)
        if route.body_field is not None
    }


def secrets(operation):
    """(place, schema) of every member that the document says opens something."""
    return [
        (place, schema) for place, schema in members(operation.body) if schema.get("format") == "password"
    ]


def read_members(document):
    """Every member that any answer has: {name: schema}."""
    found = {}
    for name, schema in document["components"]["schemas"].items():
        if not name.endswith(("Event", "Page", "Problem", "ProblemError")):
            found |= resolved(document, schema).get("properties", {})
    return found


def some_value(schema):
    """A value of the right type, so that nothing but the name is wrong."""
    values = {"integer": 1, "boolean": True, "array": [], "object": {}, "number": 1}
    return values.get(schema.get("type"), schema.get("enum", ["2020-01-01T00:00:00Z"])[0])


async def test_t15_what_is_read_is_no_input(world, document):
    """All members of all answers, with a request that is right otherwise: given to the type of its body.

    Forty of them are sent as well, others to each operation.
    """
    before, asked = await world.fingerprint(), 0
    types, read = body_types(), read_members(document)
    for turn, operation in enumerate(bodies(document)):
        who = lowest(operation)
        values = world.values(who, operation)
        extra = {
            name: some_value(schema)
            for name, schema in read.items()
            if name not in operation.body["properties"]
        }
        with pytest.raises(ValidationError) as refused:
            types[operation.name].validate_python(sample(operation, values) | extra)
        assert {each["loc"][-1] for each in refused.value.errors()} >= set(extra), operation.name
        parts = chunks(sorted(extra), 20)
        for names in (parts[turn % len(parts)], parts[-1 - turn % len(parts)]):
            body = sample(operation, values) | {name: extra[name] for name in names}
            response = await ask(world.clients[who], operation, values, body)
            assert response.status_code == 422, (operation.name, response.text)
            assert {each["pointer"] for each in response.json()["errors"]} == {f"/{name}" for name in names}
            asked += len(names)
    assert asked > 1500
    assert await world.fingerprint() == before


async def test_t15_what_is_for_agents_is_refused_from_customers(world, document):
    before, asked = await world.fingerprint(), 0
    for operation in bodies(document):
        if Level[operation.scope] > Level.user:
            continue
        values = world.values("customer", operation)
        for place, _ in members(operation.body):
            if (place[:1] == ("agent",) and len(place) < 3) or place == ("status_id",):
                for who in ("customer", "link"):
                    if Level[operation.scope] <= LEVELS[who]:
                        body = with_member(sample(operation, values), place, values[place[-1]])
                        response = await ask(world.clients[who], operation, values, body)
                        label = (operation.name, place, who, response.text)
                        assert response.status_code == 403, label
                        asked += 1
    assert asked > 10
    assert await world.fingerprint() == before


async def test_t15_customers_may_not_use_what_changes_the_rest(world, document):
    """What stands in operations of their own (assignee, status, labels, ...) is behind the agents' door."""
    before = await world.fingerprint()
    for operation in operations(document):
        if operation.method != "GET" and Level[operation.scope] > Level.user:
            values = world.values("customer", operation)
            response = await ask(world.clients["customer"], operation, values)
            assert (response.status_code, response.json()["code"]) == (403, "scope_too_low"), operation.name
    assert await world.fingerprint() == before


def test_t21_what_opens_something_is_declared(document):
    """By its name one sees it, and by its declaration the next test does."""
    undeclared = [
        (operation.name, *place)
        for operation in bodies(document)
        for place, schema in members(operation.body)
        if SECRET_NAMES.fullmatch(place[-1]) and schema.get("format") != "password"
    ]
    assert undeclared == []


async def test_t21_a_secret_of_another_type_opens_nothing(world, document):
    before, asked = await world.fingerprint(), 0
    for operation in bodies(document):
        who = lowest(operation)
        values = world.values(who, operation)
        for place, schema in secrets(operation):
            for value in NOT_TEXT:
                if value is None and schema.get("nullable"):
                    continue
                body = with_member(sample(operation, values), place, value)
                response = await ask(world.clients[who], operation, values, body)
                pointers = {each["pointer"] for each in response.json()["errors"]}
                assert response.status_code == 422, (operation.name, place, value, response.text)
                assert "/" + "/".join(place) in pointers, (operation.name, place, value)
                asked += 1
    assert asked > 120
    assert await world.fingerprint() == before


@pytest.mark.parametrize("value", ["0", "1", "true", "false", "[]", "{}", "null", "undefined", "NaN", '""'])
async def test_t21_a_secret_that_is_the_word_for_another_type(world, value):
    anyone, things = world.clients["anonymous"], world.things
    bearer = await anyone.get("/v1/users/me", headers={"authorization": f"Bearer {value}"})
    assert bearer.status_code == 401
    cookie = {"cookie": f"deskbell_session={value}"}
    refreshed = await anyone.post("/v1/sessions/refresh", json={"scope": "user"}, headers=cookie)
    assert refreshed.status_code == 401
    page = await world.clients["agent"].get(f"/v1/tickets/{things.mine.id}/messages")
    [signed] = [each["url"] for item in page.json()["items"] for each in item["attachments"]]
    address = signed.removeprefix(world.app.state.settings.base_url)
    path, _, query = address.partition("?")
    parts = dict(each.split("=", 1) for each in query.split("&"))
    assert {"signature", "bearer", "expires"} <= set(parts)
    assert (await anyone.get(address)).status_code == 200
    for name in parts:
        assert (await anyone.get(path, params=parts | {name: value})).status_code == 401, name
        twice = f"{address}&{name}={value}"
        assert (await anyone.get(twice)).status_code in {200, 401}, name


OPENINGS = ("", "1", "id", "-id", "-updated_at", "updated_at", "1)", "1'", '1"', "\\'")
PAYLOADS = (
    "'", '"', "'--", "' or '1'='1", "' or 1=1--", "; drop table tickets;--", "; select pg_sleep(3)--",
    " union select null,null--", " or true", ")) or 1=1--", ",(select 1/0)", " desc, (select 1/0)", "::int",
    "||chr(65)", " and 1=cast(version() as int)", "$$", "/**/or/**/1=1", "%27%20or%201=1", "\\x27", "{{1}}",
)  # fmt: skip
VECTORS = ["".join(each) for each in itertools.product(OPENINGS, PAYLOADS)]


def listing(document):
    """(operation, parameter, schema) of whatever a reading operation takes after the `?`."""
    return [
        (operation, name, schema)
        for operation in operations(document)
        for name, schema in operation.query.items()
        if operation.method == "GET"
    ]


def choices(schema):
    """The values that a parameter may have, if they are listed."""
    return schema.get("enum") or schema.get("items", {}).get("enum")


def test_t77_there_are_two_hundred_vectors(document):
    assert len(set(VECTORS)) == 200
    enums = {name for _, name, schema in listing(document) if choices(schema)}
    assert {"sort", "level"} <= enums


async def test_t77_a_name_that_is_chosen_is_one_of_the_list(world, document):
    """`sort` and the like stand in the statement itself: whatever is not listed is refused.

    One parameter is asked with every vector; the others, which the same code reads, with twenty each.
    """
    before, client = await world.fingerprint(), world.clients["admin"]
    chosen = [each for each in listing(document) if choices(each[2])]
    for turn, (operation, name, schema) in enumerate(chosen):
        values = world.values("admin", operation)
        is_first = (operation.name, name) == ("list_tickets", "sort")
        chosen_here = VECTORS if is_first else VECTORS[turn % 10 :: 10]
        for vectors in chunks(chosen_here, 20 if schema["type"] == "array" else 1):
            response = await ask(client, operation, values, query={name: vectors})
            assert response.status_code == 422, (operation.name, name, vectors)
            assert len(response.json()["errors"]) == len(vectors)
    assert await world.fingerprint() == before


async def test_t77_what_is_typed_is_a_value(world, document):
    """Texts, numbers and times are bound: SQL in them finds nothing, breaks nothing and waits for nothing."""
    before, client = await world.fingerprint(), world.clients["admin"]
    free = [each for each in listing(document) if not choices(each[2])]
    for turn, (operation, name, _) in enumerate(free):
        values = world.values("admin", operation)
        step = 8 if name in {"q", "reference"} else 67  # others for each parameter, all of them in the end
        for vector in VECTORS[turn % step :: step]:
            response = await ask(client, operation, values, query={name: vector})
            usual = {200, 303, 401, 422, 404 if operation.name == "download_logo" else 200}  # there is none
            assert response.status_code in usual, (operation.name, name, vector, response.text)
            if response.status_code == 200 and name == "reference":
                assert response.json()["items"] == [], vector
    assert await world.fingerprint() == before


async def test_t77_in_bodies_it_is_kept_as_words(world):
    customer = world.clients["customer"]
    for vector in PAYLOADS:
        made = await customer.post("/v1/tickets", json={"subject": f"x{vector}x", "text": vector})
        assert made.status_code == 201
        assert made.json()["subject"] == f"x{vector}x"
        said = await customer.get(f"/v1/tickets/{made.json()['id']}/messages")
        assert [json.loads(json.dumps(each["text"])) for each in said.json()["items"]] == [vector.strip()]
