"""What is sent: the typed fact of an event, with who did it and where it stands in order."""

from datetime import UTC, datetime
from typing import Any, Final

import orjson

from deskbell.events.event import TYPES
from deskbell.events.reading import LoggedEvent

TEST_TYPE: Final = "webhook.test"


def event_types() -> list[str]:
    """Every type that a webhook may ask for."""
    return sorted(TYPES)


def body_of(event: LoggedEvent) -> str | None:
    """The body of an event's message; nothing for a type that is not known any more.

    Only members that the type names are sent: what another version stored besides stays here.
    """
    if event.type not in TYPES:
        return None
    return _written(
        {
            "type": event.type,
            "timestamp": event.at.astimezone(UTC),
            "sequence": event.id,
            "actor": {"kind": event.actor_kind, "user_id": event.actor_id, "behind_id": event.behind_id},
            "data": event.fact().model_dump(mode="json"),
        }
    )


def body_of_test(webhook_id: int, at: datetime) -> str:
    """The body of a test."""
    actor = {"kind": "system", "user_id": None}
    return _written(
        {
            "type": TEST_TYPE,
            "timestamp": at,
            "sequence": 0,
            "actor": actor,
            "data": {"webhook_id": webhook_id},
        }
    )


def message_id(event_id: int | None, delivery_id: int) -> str:
    """The `webhook-id`: of an event it is always the same, so that a receiver knows a repetition."""
    return f"evt_{event_id}" if event_id is not None else f"test_{delivery_id}"


def _written(message: dict[str, Any]) -> str:
    return orjson.dumps(message, option=orjson.OPT_UTC_Z).decode()
