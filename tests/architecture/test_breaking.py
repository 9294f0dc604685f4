"""Programs that were written for the last release go on working (screens.md section 5)."""

import copy
import json

import pytest
from tests.architecture.breaking import breaking_changes
from tests.architecture.sources import ROOT

ADVICE = "Keep what programs rely on beside the new; or, for a new release, run `deskbell openapi --release`."


def read(name):
    return json.loads((ROOT / "openapi" / name).read_text())


def test_nothing_breaks_who_was_written_for_the_release():
    found = breaking_changes(read("released.json"), read("openapi.json"))
    assert found == [], "\n".join([*found, ADVICE])


def sample():
    """A small document with each kind of thing."""
    thing = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            "owner": {"anyOf": [{"$ref": "#/components/schemas/Owner"}, {"type": "null"}]},
        },
    }
    owner = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    wish = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "maxLength": 9},
            "color": {"type": "string", "enum": ["red", "blue"]},
            "parts": {"type": "array", "items": {"type": "string"}},
        },
    }
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wish"}}}}
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    query = {"name": "q", "in": "query", "schema": {"type": "string"}}
    operation = {
        "operationId": "create_thing",
        "parameters": [query],
        "requestBody": body,
        "responses": {"201": answer},
    }
    return {
        "paths": {"/v1/things": {"post": operation}},
        "webhooks": {"thing.made": {"post": {"requestBody": answer}}},
        "components": {"schemas": {"Thing": thing, "Owner": owner, "Wish": wish}},
    }


def changed(change):
    new = copy.deepcopy(sample())
    change(new, new["paths"]["/v1/things"]["post"], new["components"]["schemas"])
    return breaking_changes(sample(), new)


def put(place, **members):
    place.update(members)


BREAKS = {
    "POST /v1/things: operation removed": lambda doc, *_: doc["paths"].clear(),
    "POST /v1/things: renamed from create_thing to make_thing": lambda _, op, __: put(
        op, operationId="make_thing"
    ),
    "POST /v1/things: parameter q removed": lambda _, op, __: op["parameters"].clear(),
    "POST /v1/things: parameter q newly required": lambda _, op, __: put(op["parameters"][0], required=True),
    "POST /v1/things: parameter r newly required": lambda _, op, __: op["parameters"].append(
        {"name": "r", "in": "query", "required": True, "schema": {}}
    ),
    "POST /v1/things ?q: type changed from string to integer": lambda _, op, __: put(
        op["parameters"][0], schema={"type": "integer"}
    ),
    "POST /v1/things: body newly required": lambda _, op, __: put(op["requestBody"], required=True),
    "POST /v1/things: answer 201 removed": lambda _, op, __: put(op, responses={"202": {}}),
    "POST /v1/things 201: application/json removed": lambda _, op, __: op["responses"]["201"].clear(),
    "POST /v1/things 201: property name removed": lambda _, __, all_: all_["Thing"]["properties"].pop("name"),
    "POST /v1/things 201: property name not always there any more": lambda _, __, all_: put(
        all_["Thing"], required=["id"]
    ),
    "POST /v1/things 201 name: type changed from string to string or null": lambda _, __, all_: put(
        all_["Thing"]["properties"]["name"], type=["string", "null"]
    ),
    "POST /v1/things 201 owner: property id removed": lambda _, __, all_: put(
        all_["Owner"], properties={}, required=[]
    ),
    "POST /v1/things body: property color removed": lambda _, __, all_: all_["Wish"]["properties"].pop(
        "color"
    ),
    "POST /v1/things body: property color newly required": lambda _, __, all_: put(
        all_["Wish"], required=["name", "color"]
    ),
    "POST /v1/things body: property size newly required": lambda _, __, all_: put(
        all_["Wish"], required=["name", "size"]
    ),
    "POST /v1/things body color: values removed: red": lambda _, __, all_: put(
        all_["Wish"]["properties"]["color"], enum=["blue"]
    ),
    "POST /v1/things body name: maxLength is 5, was 9": lambda _, __, all_: put(
        all_["Wish"]["properties"]["name"], maxLength=5
    ),
    "POST /v1/things body parts[]: type changed from string to integer": lambda _, __, all_: put(
        all_["Wish"]["properties"]["parts"], items={"type": "integer"}
    ),
    "event thing.made: removed": lambda doc, *_: doc["webhooks"].clear(),
}


@pytest.mark.parametrize("line", BREAKS)
def test_what_breaks_is_seen(line):
    assert line in changed(BREAKS[line])


def grown(doc, operation, schemas):
    """Everything that may be added without breaking anybody."""
    doc["paths"]["/v1/others"] = {"get": {"operationId": "list_others", "responses": {}}}
    doc["webhooks"]["thing.gone"] = doc["webhooks"]["thing.made"]
    operation["parameters"].append({"name": "r", "in": "query", "schema": {"type": "string"}})
    operation["responses"]["409"] = {}
    schemas["Thing"]["properties"]["size"] = {"type": "integer"}
    schemas["Thing"]["required"] = ["id", "name", "owner", "size"]
    schemas["Wish"]["properties"]["size"] = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    schemas["Wish"]["properties"]["color"]["enum"].append("green")
    schemas["Wish"]["properties"]["name"]["maxLength"] = 99
    schemas["Wish"]["required"] = []


def test_what_is_added_breaks_nobody():
    assert changed(grown) == []
    assert breaking_changes(sample(), sample()) == []
