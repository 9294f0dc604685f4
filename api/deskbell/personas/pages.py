"""`/demo/personas`: the bar, signing in as a persona, and what that changed.

`create_app` mounts it in a demonstration only: elsewhere nothing of it exists.
"""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Scope

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.personas.changes import changes, sight
from deskbell.personas.places import LEVELS, Persona, Place, counterpart, place_of
from deskbell.personas.queries import NamedTicket, system_name_of, system_persona, system_ticket
from deskbell.sessions.actions.start import start_session
from deskbell.sessions.browser import browser_of, clear_cookie, reach_of, set_cookie
from deskbell.sessions.services import services_of
from deskbell.tickets.dimensions import Lookup

FOLDER: Final = Path(__file__).parent
COOKIE: Final = "deskbell_persona"
LONGEST_PATH: Final = 500
_HTML, _STYLE, _SCRIPT = (
    (FOLDER / name).read_text(encoding="utf-8") for name in ("bar.html", "bar.css", "bar.js")
)
BAR: Final = _HTML.replace("__STYLE__", _STYLE).replace("__SCRIPT__", _SCRIPT)
"""Whole in the page: what is seen first waits for no sheet or script of the demonstration either."""


def bar(scope: Scope) -> str:
    """The bar, for the beginning of a page's body."""
    return BAR.replace("__ROOT__", str(scope.get("app_root_path", scope.get("root_path", ""))))


async def become(request: Request) -> Response:
    """Sign this browser in as a persona, up to their own home; where to go is in the answer."""
    persona, place = _persona(request.path_params["persona"]), _place(request)
    if persona is None:
        return NotFound().response()
    services, browser = services_of(request), browser_of(request)
    reach_of(services.settings, browser, "user")  # another site signs nobody in (T39)
    async with services.database.reader() as connection:
        ticket = await system_ticket(connection, place.ticket_id, place.reference)
        actor = await system_persona(connection, LEVELS[persona], ticket.requester_id if ticket else None)
    if actor is None:
        return NotFound("Nobody is left who could stand for them.").response()
    seen = ticket if await _sees(actor, ticket) else None
    answer = JSONResponse({"go_to": counterpart(place, persona, (seen.id, seen.reference) if seen else None)})
    if actor.user_id is None:
        clear_cookie(answer, services.settings)
    else:
        async with services.database.session() as session:
            started = await start_session(session, services, browser, actor.user_id, actor.level)
        set_cookie(answer, services.settings, started.refresh_token)
    answer.set_cookie(COOKIE, persona, samesite="strict", secure=services.settings.secure)
    return answer


async def changed(request: Request) -> Response:
    """What appeared and what vanished by going from one persona to another, here."""
    before, after = (_persona(request.query_params.get(name, "")) for name in ("before", "after"))
    if after is None:
        return NotFound().response()
    state, place = request.app.state, _place(request)
    async with state.database.reader() as connection:
        ticket = await system_ticket(connection, place.ticket_id, place.reference)
        prefers = ticket.requester_id if ticket else None
        actors = [
            await system_persona(connection, LEVELS[each], prefers) if each else None
            for each in (before, after)
        ]
        name = await system_name_of(connection, actors[1].user_id) if actors[1] and actors[1].user_id else ""
    document, lookup = request.app.openapi(), Lookup(state.dimensions, state.database)
    sights = [
        await sight(document, state.database.reads, lookup, actor, ticket.id if ticket else None)
        for actor in actors
    ]
    told = changes(*sights) if before is not None else {"appeared": [], "vanished": []}
    return JSONResponse({"name": name, **told}, headers={"Cache-Control": "no-store"})


async def _sees(actor: Actor, ticket: NamedTicket | None) -> bool:
    """Whether a persona may see the ticket; the page asks again."""
    return ticket is not None and (actor.level >= Level.agent or actor.user_id == ticket.requester_id)


def _persona(name: str) -> Persona | None:
    return next((each for each in LEVELS if each == name), None)


def _place(request: Request) -> Place:
    return place_of(request.query_params.get("path", "/")[:LONGEST_PATH])


pages: Final = Mount(
    "/demo/personas",
    routes=[
        Route("/changes", changed, methods=["GET"]),
        Route("/{persona}", become, methods=["POST"]),
    ],
)
