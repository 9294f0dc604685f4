"""How the stream stands in the OpenAPI document: it is no FastAPI route, so it describes itself."""

from typing import Any

from deskbell.core.auth import Act
from deskbell.live.endpoints import PATH, SINCE

EXAMPLE = """\
id: 8123-4711
event: hint
data: {"type": "ticket.message_added", "ticket_id": 12}

"""

DESCRIPTION = """\
Follow what changes, as server-sent events. Open it with `fetch`: the token goes in `Authorization`.

- `event: hint` says that something changed: its `data` holds the event's `type` and numbers, nothing else.
  Fetch what they name. Only hints of what you may see reach you.
- `event: reset` says that too much was missed: fetch everything again.
- Every frame has an `id`. Send the last one as `Last-Event-ID` when you connect again: what you missed
  follows.
- Send `since_seconds` when you connect for the first time: for how long, at most 60 seconds, you have been
  fetching already. What happened since then follows, so that nothing falls between your first request and
  the stream.
- A comment every 15 seconds shows that the stream is alive.

The stream ends when the token or the session does, or when your rights change: get a new token and connect
again. The token of a ticket link opens it, too, for hints of that ticket.\
"""

PATH_ITEM: dict[str, dict[str, Any]] = {
    PATH: {
        "get": {
            "operationId": "follow_stream",
            "x-scope": "user",
            "x-act": Act.follow_stream.value,
            "tags": ["live"],
            "summary": "Follow Stream",
            "description": DESCRIPTION,
            "parameters": [
                {
                    "name": "Last-Event-ID",
                    "in": "header",
                    "required": False,
                    "description": "The `id` of the last frame that arrived.",
                    "schema": {"type": "string"},
                },
                {
                    "name": SINCE,
                    "in": "query",
                    "required": False,
                    "description": "Whole seconds. Without `Last-Event-ID`: what happened since follows.",
                    "schema": {"type": "integer", "minimum": 0},
                },
            ],
            "responses": {
                "200": {
                    "description": "The stream; it does not end by itself.",
                    "content": {"text/event-stream": {"schema": {"type": "string"}, "example": EXAMPLE}},
                },
                "429": {"description": "`too_many_requests`: You have too many streams."},
            },
        }
    }
}
