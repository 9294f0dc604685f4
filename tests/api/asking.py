"""Requests made of the document: every operation, with members that are right unless a test differs."""

from copy import deepcopy
from dataclasses import dataclass, field

METHODS = {"get", "head", "post", "put", "patch", "delete"}
ENDLESS = {"follow_stream"}
FORM = "multipart/form-data"
# What a body may lack by its schema, because its absence is answered in better words.
NEEDED_TOO = ("text", "code_challenge", "code_challenge_method")


@dataclass(frozen=True)
class Operation:
    """One operation of the document, with what it takes."""

    name: str
    method: str
    path: str
    scope: str
    answers: tuple[int, ...]
    in_path: tuple[str, ...]
    query: dict = field(repr=False)
    needed: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    body: dict | None = field(default=None, repr=False)
    form: bool = False
    people_only: bool = False

    @property
    def success(self):
        """The status of an answer that went well."""
        return min(self.answers)


def operations(document):
    """Every operation but the stream, which has no end."""
    found = []
    for path, item in document["paths"].items():
        for method, raw in item.items():
            if method in METHODS and raw["operationId"] not in ENDLESS:
                found.append(_operation(document, path, method, raw))
    return found


def _operation(document, path, method, raw):
    parameters = raw.get("parameters", [])
    content = raw.get("requestBody", {}).get("content", {})
    [(kind, media)] = content.items() or [(None, None)]
    return Operation(
        name=raw["operationId"],
        method=method.upper(),
        path=path,
        scope=raw["x-scope"],
        answers=tuple(int(code) for code in raw["responses"]),
        in_path=tuple(each["name"] for each in parameters if each["in"] == "path"),
        query={
            each["name"]: resolved(document, each["schema"]) for each in parameters if each["in"] == "query"
        },
        needed=tuple(each["name"] for each in parameters if each["in"] == "query" and each.get("required")),
        headers=tuple(each["name"] for each in parameters if each["in"] == "header"),
        body=resolved(document, media["schema"]) if media else None,
        form=kind == FORM,
        people_only=raw.get("x-people-only", False),
    )


def resolved(document, schema):
    """The schema itself, without references; `null` as the other choice is a mark, `nullable`."""
    if "$ref" in schema:
        return resolved(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    choices = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    if choices:
        nullable = {"nullable": True} if len(choices) < len(schema["anyOf"]) else {}
        return resolved(document, choices[0]) | nullable
    members = schema.get("properties")
    if members is None:
        return schema
    return schema | {"properties": {name: resolved(document, each) for name, each in members.items()}}


def members(schema, place=()):
    """(place, schema) of every member of a body, those inside of members included."""
    for name, inner in schema.get("properties", {}).items():
        yield (*place, name), inner
        yield from members(inner, (*place, name))


def is_id(name):
    """Whether a member or parameter of this name says which thing is meant."""
    return name.endswith(("_id", "_ids"))


def sample(operation, values):
    """The least body that goes well."""
    schema = operation.body
    if schema is None or operation.form:
        return None
    required = schema.get("required", [])
    known = schema["properties"]
    required = [*required, *(name for name in NEEDED_TOO if name in known and name not in required)]
    return {name: values[name] for name in required or [name for name in known if name in values][:1]}


def with_member(body, place, value):
    """The body with one more member, however deep."""
    body = deepcopy(body)
    inner = body
    for name in place[:-1]:
        inner = inner.setdefault(name, {})
    inner[place[-1]] = value
    return body


async def ask(client, operation, values, body=None, *, query=None, **more):
    """Send the operation with these values in its address and body."""
    path = operation.path.format(**{name: values[name] for name in operation.in_path})
    if operation.form:
        more["files"] = {"file": ("a.txt", b"some words")}
    elif operation.body is not None:
        more["json"] = sample(operation, values) if body is None else body
    query = {name: values[name] for name in operation.needed} | (query or {})
    return await client.request(operation.method, path, params=query, **more)
