"""The stream's address: plain ASGI; a response object for each client would cost four times the memory."""

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from deskbell.core.auth import Actor, authenticated
from deskbell.core.db import Database
from deskbell.core.problems import DatabaseAway, MethodNotAllowed, NotSignedIn, ScopeTooLow, TooManyRequests
from deskbell.events.reading import Position
from deskbell.live.audience import keys_of
from deskbell.live.hub import Hub, Stream
from deskbell.live.opening import opening, start_of

PATH = "/v1/stream"
SINCE = "since_seconds"
MOST_OF_ONE_PERSON = 50
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class FollowStream:
    """Follow what changes: server-sent events that name what to fetch again."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one client until it goes, its rights change, or its token ends."""
        request = Request(scope)
        hub: Hub = request.app.state.hub
        stream = Stream(await _listener(request, hub), send)
        hub.join(stream)
        try:
            await _open(request, hub, stream, hub.position)
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not stream.ended or stream.task is None:
                raise
            stream.task.uncancel()  # the hub's own: this client did not keep up
        finally:
            hub.leave(stream)


async def _listener(request: Request, hub: Hub) -> Actor:
    """Who asks, if they may listen."""
    if request.method != "GET":
        raise MethodNotAllowed(headers={"Allow": "GET"})
    actor = await _signed_in(request)
    if hub.count(actor) >= MOST_OF_ONE_PERSON:
        raise TooManyRequests("Close some of your other windows.", headers={"Retry-After": "60"})
    with suppress(TimeoutError):
        await hub.reached()
    return actor


async def _signed_in(request: Request) -> Actor:
    actor = await authenticated(request)
    if actor.user_id is None:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    request.state.actor = actor
    if actor.lowered:  # a stream of the lower level would never tell that there is nothing to hear any more
        raise ScopeTooLow
    return actor


async def _open(request: Request, hub: Hub, stream: Stream, present: Position | None) -> None:
    """Send what was missed and go live; a second look shows rights that changed before the stream joined."""
    if present is None:
        raise DatabaseAway(headers={"Retry-After": "2"})
    database: Database = request.app.state.database
    start = start_of(hub, request.headers.get("last-event-id"), request.query_params.get(SINCE), present)
    async with database.reader() as connection:
        first = await opening(connection, stream, start, present)
    if keys_of(await _signed_in(request)) != stream.keys or stream.ended:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    await stream.send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await stream.send({"type": "http.response.body", "body": first, "more_body": True})
    if stream.ended:
        await stream.send({"type": "http.response.body", "body": b"", "more_body": False})
    else:
        hub.go_live(stream)


route = Route(PATH, FollowStream(), name="follow_stream", include_in_schema=False)
