"""The OpenAPI document, so that every generated client is good (screens.md section 5).

FastAPI's own document is the raw material. Here errors become `application/problem+json`, generic pages get
plain names, every event becomes a webhook, and each operation says its scope and act, from which
`permissions.md` is printed.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from deskbell.core.auth import Door
from deskbell.core.openapi_events import headers, webhook
from deskbell.core.openapi_examples import give_examples
from deskbell.core.problems import (
    MEDIA_TYPE,
    BodyTooLarge,
    BrokenBody,
    DatabaseAway,
    InvalidRequest,
    NotSignedIn,
    PersonNeeded,
    Problem,
    ProblemDetails,
    ScopeTooLow,
)

Document = dict[str, Any]
LARGEST = 2**63 - 1
LIMITS: Document = {
    "Retry-After": {
        "description": "Seconds after which it may be tried again.",
        "schema": {"type": "integer", "examples": [120]},
    },
    "RateLimit": {
        "description": "How much is left (`r`), and the seconds until all is back (`t`); on every answer of "
        "a limited route (draft-ietf-httpapi-ratelimit-headers-10).",
        "schema": {"type": "string", "examples": ['"default";r=0;t=120']},
    },
    "RateLimit-Policy": {
        "description": "The limit (`q`), in so many seconds (`w`).",
        "schema": {"type": "string", "examples": ['"default";q=10;w=900']},
    },
}
PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def describe(app: FastAPI, routers: Iterable[APIRouter], extra: Document, events: dict[str, type]) -> None:
    """Make `app.openapi()` the finished document. `extra`: paths that no router describes."""
    original = app.openapi
    doors = {
        route.operation_id or route.name: door_of(route) for router in routers for route in api_routes(router)
    }

    def openapi() -> Document:
        if app.openapi_schema is None:
            app.openapi_schema = _finished(original(), doors, extra, events)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def api_routes(router: APIRouter) -> list[APIRoute]:
    """The routes of a router that stand in the document."""
    return [route for route in router.routes if isinstance(route, APIRoute)]


def door_of(route: APIRoute) -> Door | None:
    """The one door of a route."""
    found = [dependant.call for dependant in _flat(route.dependant) if isinstance(dependant.call, Door)]
    if len(found) > 1:
        message = f"{route.path} has more than one door"
        raise ValueError(message)
    return found[0] if found else None


def _flat(dependant: Dependant) -> list[Dependant]:
    return [inner for child in dependant.dependencies for inner in (child, *_flat(child))]


def _finished(
    raw: Document, doors: dict[str, Door | None], extra: Document, events: dict[str, type]
) -> Document:
    document = raw
    document["servers"] = [{"url": "/", "description": "This helpdesk."}]
    document["paths"] |= extra
    schemas = document["components"]["schemas"]
    schemas["Problem"] = schemas.pop("ProblemDetails", None) or ProblemDetails.model_json_schema(
        mode="serialization"
    )
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for operation in _operations(document):
        door = doors.get(operation["operationId"])
        if door is not None:
            operation |= {"x-scope": door.scope, "x-act": door.act.value}
            operation.update({"x-people-only": True} if door.people_only else {})
        operation["security"] = _security(
            operation.get("x-scope", "guest"), people_only="x-people-only" in operation
        )
        _declare_problems(operation)
    document["components"]["securitySchemes"] = SECURITY_SCHEMES
    document["components"]["parameters"] = headers()
    document["components"]["headers"] = LIMITS
    document["webhooks"] = {name: webhook(name, kind, schemas) for name, kind in sorted(events.items())}
    for name, schema in schemas.items():
        if name.startswith("Body_"):
            schema["additionalProperties"] = False
        for member in schema.get("properties", {}).values():
            _mend(member)
    give_examples(document)
    return _renamed(document)


def _mend(schema: Document) -> None:
    """Say of a member what FastAPI's models blur.

    Bounds of whole numbers have become fractions, which round 2^63-1 up; an upload is bytes, and generators
    of clients know that by `format` only.
    """
    for inner in (*schema.get("anyOf", []), schema.get("items")):
        if isinstance(inner, dict):
            _mend(inner)
    if schema.get("type") == "integer":
        schema |= {name: min(int(schema[name]), LARGEST) for name in ("minimum", "maximum") if name in schema}
    if "contentMediaType" in schema:
        schema["format"] = "binary"


def _operations(document: Document) -> list[Document]:
    return [operation for item in document["paths"].values() for operation in item.values()]


SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of `POST /v1/sessions` (scopes: `user`, `user agent`, "
        "`user agent admin`), or an API key (`dbk_…`), which is refused where `x-people-only` stands.",
    },
    "oauth2": {
        "type": "oauth2",
        "description": "For portals and apps of others: authorization code with PKCE (S256). An admin "
        "registers them; `/developers/portal` shows how it goes.",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "/oauth/authorize",
                "tokenUrl": "/v1/oauth/token",
                "refreshUrl": "/v1/oauth/token",
                "scopes": {
                    "user": "What a customer may do for themselves.",
                    "agent": "What an agent may do.",
                    "admin": "What an admin may do.",
                },
            }
        },
    },
}


def _security(scope: str, *, people_only: bool) -> list[Document]:
    if people_only:
        return [{"bearer": [scope]}]
    lowest: list[str] = [] if scope == "guest" else [scope]
    known: list[Document] = [{"bearer": lowest}, {"oauth2": lowest}]
    return [{}, *known] if scope == "guest" else known


def _declare_problems(operation: Document) -> None:
    """Every refusal that any operation may give, and the content type of all."""
    everywhere: list[type[Problem]] = [NotSignedIn, InvalidRequest, DatabaseAway]
    if operation.get("x-scope", "guest") != "guest":
        everywhere.append(ScopeTooLow)
    if "x-people-only" in operation:
        everywhere.append(PersonNeeded)
    if "requestBody" in operation:
        everywhere += [BrokenBody, BodyTooLarge]
    responses = operation["responses"]
    for kind in everywhere:
        known = responses.setdefault(str(kind.status), {"description": ""})
        line = f"`{kind.code}`: {kind.title}."
        if known["description"] == "Validation Error":
            known["description"] = ""
        if line not in known["description"]:
            known["description"] = f"{known['description']} {line}".strip()
    for code, response in responses.items():
        if code.startswith(("4", "5")):
            response["content"] = PROBLEM
        if code == "429":
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
    operation["responses"] = dict(sorted(responses.items()))


def _renamed(document: Document) -> Document:
    """`Page_TicketSummary_` becomes `TicketSummaryPage`; the form of an upload gets a plain name."""
    text = json.dumps(document)
    text = re.sub(r"Page_(\w+?)_(?=[\"/])", r"\1Page", text)
    text = re.sub(r"Page\[(\w+)\]", r"\1Page", text)
    text = re.sub(
        r"Body_(\w+?)(?=[\"/])", lambda found: "".join(w.title() for w in found[1].split("_")) + "Form", text
    )
    renamed: Document = json.loads(text.replace("ProblemDetails", "Problem"))
    renamed["components"]["schemas"] = dict(sorted(renamed["components"]["schemas"].items()))
    return renamed


def permissions(document: Document) -> str:
    """The matrix of routes as Markdown: method, path, lowest scope, act."""
    lines = [
        "# Permissions",
        "",
        "Printed from `openapi.json` by `deskbell openapi`. The scope is the lowest that opens the door;",
        "which rows an actor reaches behind it is said by `visible_to(actor, act)`. Where only people come",
        "in, API keys and apps of others are refused.",
        "",
        "| method | path | scope | act | operation |",
        "|---|---|---|---|---|",
    ]
    for path, item in sorted(document["paths"].items()):
        for method, operation in item.items():
            scope, act = operation.get("x-scope", "-"), operation.get("x-act", "-")
            scope += ", people" if "x-people-only" in operation else ""
            lines.append(f"| {method.upper()} | `{path}` | {scope} | {act} | {operation['operationId']} |")
    return "\n".join(lines) + "\n"


def as_text(document: Document) -> str:
    """The document as it is committed."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
