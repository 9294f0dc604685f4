"""How the document describes events: each is a webhook, with the headers and the body that are sent."""

import re
from typing import Any

Document = dict[str, Any]

ACTOR = {
    "title": "WebhookActor",
    "description": "Who did it.",
    "type": "object",
    "required": ["kind", "user_id"],
    "properties": {
        "kind": {"type": "string", "description": "`system`: a rule or the clock.", "examples": ["user"]},
        "user_id": {
            "anyOf": [{"type": "integer"}, {"type": "null"}],
            "description": "Their account; null for guests and the system.",
            "examples": [12],
        },
    },
}
SIGNED = (
    "`v1,` and the base64 of HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`, with the bytes "
    "whose base64 stands behind `whsec_` in the secret; during a rotation two of them, with a space between."
)
HEADERS = {
    "WebhookId": ("webhook-id", "The same for every repetition of this event.", "evt_4711"),
    "WebhookTimestamp": (
        "webhook-timestamp",
        "When this attempt was sent, in seconds since 1970.",
        "1764086400",
    ),
    "WebhookSignature": (
        "webhook-signature",
        SIGNED,
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}


def headers() -> Document:
    """The headers of every message, as the document's parameters."""
    return {
        key: {
            "name": name,
            "in": "header",
            "required": True,
            "description": description,
            "schema": {"type": "string", "examples": [example]},
        }
        for key, (name, description, example) in HEADERS.items()
    }


def webhook(name: str, kind: Any, schemas: Document) -> Document:  # noqa: ANN401 - an Event class; core knows none
    """The description of one type of event; its schemas are added to `schemas`."""
    fact = kind.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    schemas.update(fact.pop("$defs", {}))
    title, message = f"{kind.__name__}Event", f"{kind.__name__}Message"
    schemas[title] = fact | {"title": title}
    schemas["WebhookActor"] = ACTOR
    schemas[message] = _message(message, name, title)
    words = " ".join((kind.__doc__ or name).split())
    return {
        "post": {
            "operationId": "on" + re.sub(r"(?=[A-Z])", "_", kind.__name__).lower(),
            "summary": words.split(". ")[0].rstrip("."),
            "description": words,
            "tags": ["events"],
            "x-internal": kind.internal,
            "security": [],
            "parameters": [{"$ref": f"#/components/parameters/{key}"} for key in HEADERS],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{message}"}}},
            },
            "responses": {
                "2XX": {"description": "Any 2xx takes it."},
                "410": {"description": "Pauses the webhook: nothing more is to be sent there."},
                "default": {"description": "Anything else is tried again."},
            },
        }
    }


def _message(title: str, name: str, fact: str) -> Document:
    return {
        "title": title,
        "type": "object",
        "required": ["type", "timestamp", "sequence", "actor", "data"],
        "properties": {
            "type": {"type": "string", "const": name},
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "When it happened.",
                "examples": ["2026-05-01T12:00:00Z"],
            },
            "sequence": {
                "type": "integer",
                "description": "The event's number. It grows along the events of a ticket.",
                "examples": [4711],
            },
            "actor": {"$ref": "#/components/schemas/WebhookActor"},
            "data": {"$ref": f"#/components/schemas/{fact}"},
        },
    }
