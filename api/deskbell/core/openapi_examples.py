"""Examples for what has none of its own: numbers of things, moments, and whole bodies made of their members.

A member's own example always wins: these are for what looks the same everywhere.
"""

from typing import Any, Final

Document = dict[str, Any]

ID: Final = 4711
TOKEN: Final = "x" * 43
SAID: Final = {
    "name": "Anna Example",
    "subject": "The printer on the second floor is out of paper",
    "text": "Since this morning it only blinks.",
    "html": "<p>Since this morning it <b>only</b> blinks.</p>",
    "description": "The shop's order system",
    "reason": "Asked for by the customer",
    "address": "anna@example.org",
    "language": "en",
    "time_zone": "Europe/Berlin",
    "token": TOKEN,
}
OF_FORMAT: Final = {
    "password": "correct horse battery staple",
    "date-time": "2026-05-01T12:00:00Z",
    "uuid": "5e4f3a62-0a8c-4b56-9d3a-5c1c1c6c2f10",
    "email": "anna@example.org",
}


def give_examples(document: Document) -> None:
    """Add examples to members and parameters, then to the bodies of requests whose members all have one."""
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        for name, member in schema.get("properties", {}).items():
            _give(name, member)
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                _give(parameter["name"], parameter["schema"])
            for content in operation.get("requestBody", {}).get("content", {}).values():
                name = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
                body = _body(schemas.get(name, {}), schemas)
                if body is not None and "example" not in content:
                    content["example"] = body


def _give(name: str, schema: Document) -> None:
    example = _example(name, schema)
    if example is not None and not schema.keys() & {"examples", "example", "const", "default"}:
        schema["examples"] = [example]


def _example(name: str, schema: Document) -> object:
    """What a member of this name and type looks like, if that is the same everywhere."""
    kinds = [schema, *schema.get("anyOf", [])]
    if "pattern" in schema:
        return TOKEN if schema.get("format") == "password" else None
    formats = [kind["format"] for kind in kinds if kind.get("format") in OF_FORMAT]
    if formats:
        return OF_FORMAT[formats[0]]
    whole = any(kind.get("type") == "integer" for kind in kinds)
    if whole and (name == "id" or name.endswith("_id")):
        return ID
    if name.endswith("_ids") and any(kind.get("items", {}).get("type") == "integer" for kind in kinds):
        return [ID]
    if any(kind.get("type") == "string" for kind in kinds) and name in SAID:
        return SAID[name]
    return ID if whole and name == "version" else None


def _body(schema: Document, schemas: Document) -> Document | None:
    """The required members, and what else has an example: no ids of others, and words once.

    None where a required member has no example.
    """
    found: Document = {}
    for name, member in schema.get("properties", {}).items():
        whole = member | schemas.get(member.get("$ref", "").rsplit("/", 1)[-1], {})
        usual = [whole["default"]] if whole.get("default") else []
        examples = [*whole.get("examples", []), *usual, *whole.get("enum", [])[:1]]
        needed = name in schema.get("required", [])
        apart = name.endswith(("_id", "_ids")) or (name == "text" and "html" in found)
        if examples and (needed or not apart):
            found[name] = examples[0]
        elif needed:
            return None
    return found or None
