"""How a stream is spelled (HTML standard, server-sent events)."""

import json

from deskbell.events.reading import LoggedEvent, Position


def hint(event: LoggedEvent) -> bytes:
    """That something changed: the event's type and numbers, nothing of its data."""
    told: dict[str, str | int] = {"type": event.type, f"{event.subject_type}_id": event.subject_id}
    if event.ticket_id is not None:
        told["ticket_id"] = event.ticket_id
    return f"id: {event.position}\nevent: hint\ndata: {json.dumps(told)}\n\n".encode()


def reset(position: Position) -> bytes:
    """That too much was missed: everything is to be fetched again."""
    return f"id: {position}\nevent: reset\ndata: {{}}\n\n".encode()


def heartbeat(position: Position) -> bytes:
    """That the stream is alive, and the place from which to resume."""
    return f":\nid: {position}\n\n".encode()
