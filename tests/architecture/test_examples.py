"""The document shows what things look like: whoever reads it can send a request at once."""

import json

from tests.architecture.sources import ROOT

from deskbell.core.openapi_examples import give_examples

KEY_OPERATIONS = {
    "create_session",
    "create_ticket",
    "create_message",
    "create_note",
    "update_ticket",
    "set_assignee",
    "set_status_of_ticket",
    "create_customer",
    "create_webhook",
}


def test_the_key_operations_have_a_body_to_copy():
    document = json.loads((ROOT / "openapi" / "openapi.json").read_text())
    shown = {
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if "example" in content
    }
    assert shown >= KEY_OPERATIONS


def test_examples_are_of_the_members_own_first():
    member = {"type": "string", "examples": ["mine"]}
    body = {
        "required": ["name", "team_id"],
        "properties": {
            "name": member,
            "team_id": {"type": "integer"},
            "other_id": {"type": "integer"},
            "html": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "text": {"type": "string"},
        },
    }
    blank = {"required": ["odd"], "properties": {"odd": {"type": "object"}}}

    def posting(name):
        schema = {"$ref": f"#/components/schemas/{name}"}
        return {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}

    document = {
        "paths": {"/a": posting("Body"), "/b": posting("Blank")},
        "components": {"schemas": {"Body": body, "Blank": blank}},
    }
    give_examples(document)
    content = document["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]
    assert content["example"].keys() == {"name", "team_id", "html"}
    assert content["example"]["name"] == "mine"
    assert "example" not in document["paths"]["/b"]["post"]["requestBody"]["content"]["application/json"]
