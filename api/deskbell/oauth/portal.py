"""`/developers/portal`: how to build a portal of one's own, with the whole of one to copy.

The files shown are the files that the tests drive in a browser, from another origin.
"""

from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

from deskbell.core.config import Settings
from deskbell.oauth.pages import answer
from deskbell.settings.queries import helpdesk

FOLDER: Final = Path(__file__).parent / "portal"
DESK: Final = "https://help.example.org"


async def guide(request: Request) -> Response:
    """The page, readable without scripts; our own address stands in it."""
    settings: Settings = request.app.state.settings
    async with request.app.state.database.reader() as connection:
        name = (await helpdesk(connection)).name
    page = _text("index.html").replace(DESK, settings.base_url)
    return answer("portal.html", helpdesk=name, desk=settings.base_url, page=page, script=_text("portal.js"))


async def script(_: Request) -> Response:
    """The script as a file to save."""
    return FileResponse(FOLDER / "portal.js", filename="portal.js", media_type="text/javascript")


@cache
def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


pages: Final = Mount(
    "/developers",
    routes=[
        Route("/portal", guide, methods=["GET"]),
        Route("/portal.js", script, methods=["GET"]),
    ],
)
