"""The OpenAPI document: one door a route, honest names, pages, problems (house.md sections 8 and 11)."""

import json
import re

import pytest
from tests.architecture.sources import ROOT

from deskbell.core.openapi import api_routes, as_text, door_of, permissions
from deskbell.core.pagination import Read
from deskbell.routes import ROUTERS

PLAIN = {"follow_stream"}  # ASGI without a router: it describes its door itself
OUTSIDE = {
    *("/healthz", "/readyz", "/account", "/admin", "/agent", "/demo", "/v1/openapi.json", "/v1/stream"),
    # Pages, and what RFC 6749, 7009 and 8414 say the shape of; the OAuth2 scheme names them.
    *("/oauth/authorize", "/v1/oauth/token", "/v1/oauth/revoke", "/.well-known/oauth-authorization-server"),
    *("/developers", "/admin/explorer", "/metrics"),
    *("/sitemap.xml", "/robots.txt"),  # for search engines; their shape is told elsewhere
}
VERBS = (
    "accept|add|count|create|decline|delete|download|end|follow|get|list|merge|read|refresh|remove|replay"
    "|restore|revoke|search|set|undo|unset|update|upload"
)
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
METHODS = {"get", "head", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document(whole_app):
    return whole_app.openapi()


def operations(document):
    """(method, path, operation) of everything in the document."""
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def without_door(document):
    """Operations that do not say one scope and one act."""
    return [
        operation["operationId"]
        for *_, operation in operations(document)
        if operation.get("x-scope") not in {"guest", "user", "agent", "admin"} or not operation.get("x-act")
    ]


def test_each_route_has_one_door(document):
    assert without_door(document) == []
    doors = [door_of(route) for router in ROUTERS for route in api_routes(router)]
    assert len(doors) > 60
    assert all(doors)


def test_what_serves_is_in_the_document(whole_app, document):
    """No route stands outside of the document, but for a short public list."""
    served = {route.path for router in ROUTERS for route in router.routes}
    others = {route.path for route in whole_app.routes if getattr(route, "path", None)} - served
    assert others <= OUTSIDE
    assert served <= set(document["paths"])


def misnamed(document):
    """Operation ids that are not `verb_noun`, or stand twice."""
    names = [operation["operationId"] for *_, operation in operations(document)]
    twice = {name for name in names if names.count(name) > 1}
    return sorted(twice | {name for name in names if not re.fullmatch(rf"(?:{VERBS})(?:_[a-z]+)+", name)})


def test_operations_are_named_as_their_functions(document):
    assert misnamed(document) == []
    functions = {
        route.endpoint.__name__: route.operation_id or route.name
        for router in ROUTERS
        for route in api_routes(router)
    }
    assert set(functions) == set(functions.values())
    assert set(functions) | PLAIN == {each["operationId"] for *_, each in operations(document)}


def answer(operation):
    """The schema of a good answer in JSON, if it has one."""
    for code, response in operation["responses"].items():
        if code.startswith("2") and "application/json" in response.get("content", {}):
            return response["content"]["application/json"]["schema"]
    return None


def loose_lists(document):
    """Operations that answer with many things without a page."""
    found = []
    for *_, operation in operations(document):
        name, schema = operation["operationId"], answer(operation)
        listed = name.startswith(("list_", "search_"))
        if schema is None:
            found += [name] if listed else []
        elif listed != schema.get("$ref", "").endswith("Page") or schema.get("type") == "array":
            found.append(name)
    return found


def test_lists_are_pages(document):
    assert loose_lists(document) == []
    pages = [schema for name, schema in document["components"]["schemas"].items() if name.endswith("Page")]
    assert pages
    assert all({"items", "next_cursor", "total"} == set(page["properties"]) for page in pages)


def answered(document):
    """The names of all schemas that answers are made of."""
    schemas, found = document["components"]["schemas"], set()
    waiting = [json.dumps(answer(operation)) for *_, operation in operations(document)]
    while waiting:
        for name in re.findall(r"#/components/schemas/(\w+)", waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(json.dumps(schemas[name]))
    return found


def unsteady(document):
    """Members of answers that may be missing, or that have a default."""
    schemas = document["components"]["schemas"]
    return [
        f"{name}.{member}"
        for name in sorted(answered(document))
        for member, schema in schemas[name].get("properties", {}).items()
        if member not in schemas[name].get("required", []) or "default" in schema
    ]


def test_answers_have_no_defaults(document):
    assert len(answered(document)) > 20
    assert unsteady(document) == []


def heirs(kind):
    return [heir for child in kind.__subclasses__() for heir in (child, *heirs(child))]


def defaults_of_reads(kinds):
    """Members of `Read` classes with a default."""
    return [
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, field in kind.model_fields.items()
        if not field.is_required()
    ]


def test_read_schemas_have_no_defaults():
    ours = [kind for kind in heirs(Read) if kind.__module__.startswith("deskbell.")]
    assert len(ours) > 20
    assert defaults_of_reads(ours) == []


def test_input_refuses_what_it_does_not_know(document):
    schemas = document["components"]["schemas"]
    bodies = {
        body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        for *_, operation in operations(document)
        if (body := operation.get("requestBody")) and "application/json" in body["content"]
    }
    assert bodies
    assert [name for name in bodies if schemas[name].get("additionalProperties") is not False] == []


def other_errors(document):
    """Refusals that are described as something else than a problem."""
    return [
        f"{operation['operationId']} {code}"
        for *_, operation in operations(document)
        for code, response in operation["responses"].items()
        if code.startswith(("4", "5")) and response.get("content") != PROBLEM
    ]


def test_errors_are_problems(document):
    assert other_errors(document) == []
    assert all("422" in operation["responses"] for *_, operation in operations(document))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/tickets/1", 404),
        ("GET", "/v1/users", 401),
        ("PUT", "/v1/tickets", 405),
        ("GET", "/v1/tickets?limit=no", 422),
        ("POST", "/v1/sessions", 422),
    ],
)
async def test_refusals_are_problems(anonymous, method, path, status):
    response = await anonymous.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert set(response.json()) >= {"type", "title", "status", "code", "detail", "errors"}


def test_what_is_committed_is_what_the_code_says(document):
    """But for the event types that tests of the log make: `make check` compares the files to a letter."""
    committed = json.loads((ROOT / "openapi" / "openapi.json").read_text())
    ours = json.loads(as_text(document))
    assert committed["paths"] == ours["paths"]
    assert committed["webhooks"].items() <= ours["webhooks"].items()
    assert committed["components"]["schemas"].items() <= ours["components"]["schemas"].items()
    assert (ROOT / "openapi" / "permissions.md").read_text() == permissions(document)


def operation(name, **parts):
    """A sample document of one operation."""
    return {"paths": {"/v1/x": {"get": {"operationId": name, "responses": {}, **parts}}}}


def answering(schema):
    return {"200": {"content": {"application/json": {"schema": schema}}}}


def test_the_rules_bite():
    assert without_door(operation("get_x")) == ["get_x"]
    assert without_door(operation("get_x", **{"x-scope": "agent"})) == ["get_x"]
    assert without_door(operation("get_x", **{"x-scope": "agent", "x-act": "view"})) == []
    assert misnamed(operation("tickets")) == ["tickets"]
    assert misnamed(operation("getTicket")) == ["getTicket"]
    doubled = operation("get_x")
    doubled["paths"]["/v1/y"] = doubled["paths"]["/v1/x"]
    assert misnamed(doubled) == ["get_x"]
    array = {"type": "array", "items": {}}
    assert loose_lists(operation("list_x", responses=answering(array))) == ["list_x"]
    assert loose_lists(operation("get_x", responses=answering(array))) == ["get_x"]
    assert loose_lists(operation("list_x", responses=answering({"$ref": "#/XPage"}))) == []
    assert other_errors(operation("get_x", responses={"404": {"content": {"application/json": {}}}}))
    assert other_errors(operation("get_x", responses={"404": {"content": PROBLEM}})) == []


def test_the_rule_of_defaults_bites():
    one = operation("get_x", responses=answering({"$ref": "#/components/schemas/A"}))
    one["components"] = {"schemas": {"A": {"properties": {"b": {"default": 1}, "c": {}}, "required": ["c"]}}}
    assert unsteady(one) == ["A.b"]

    class Sample(Read):
        at: int = 1

    assert defaults_of_reads([Sample]) == ["Sample.at"]
